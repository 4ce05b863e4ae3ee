import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bicep } from "../../../server/src/syntax/lower/bicep.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { checkSound } from "./check.ts";

const lower = (text: string) => bicep.lowerText(text, {});

function check(text: string, expected: string): void {
  assert.equal(printAst(lower(text)), `(Module\n${expected.replace(/^\n+|\s+$/g, "")})`);
}

test("a resource is what its template has", () =>
  check(
    `resource a 'Microsoft.Web/sites@2023-01-01' = {
  name: 'it\\'s'
  properties: { httpsOnly: true, n: -1 }
  resource b 'config' = { name: 'web' }
}`,
    `
  Statement:(ExpressionStatement
    Expression:(Object
      Element:(Pair
        Key:(String type)
        Value:(String "Microsoft.Web/sites"))
      Element:(Pair
        Key:(String name)
        Value:(String "it's"))
      Element:(Pair
        Key:(String properties)
        Value:(Object
          Element:(Pair
            Key:(String httpsOnly)
            Value:(Boolean true))
          Element:(Pair
            Key:(String n)
            Value:(Number "-1"))))
      Element:(Pair
        Key:(String resources)
        Value:(Array
          Element:(Object
            Element:(Pair
              Key:(String type)
              Value:(String config))
            Element:(Pair
              Key:(String name)
              Value:(String web)))))))`,
  ));

test("parameters and outputs have types and values", () =>
  check(
    `@secure()
param a string = 'x'
param b int? // none.
output c string = a.b
  ? '\${a}'
  : 'y'
`,
    `
  Statement:(ExpressionStatement
    Expression:(Object
      Element:(Pair
        Key:(String type)
        Value:(String securestring))
      Element:(Pair
        Key:(String defaultValue)
        Value:(String x))))
  Statement:(ExpressionStatement
    Expression:(Object
      Element:(Pair
        Key:(String type)
        Value:(String "int?"))))
  Statement:(ExpressionStatement
    Expression:(Object
      Element:(Pair
        Key:(String outputs)
        Value:(Object
          Element:(Pair
            Key:(String c)
            Value:(Object
              Element:(Pair
                Key:(String type)
                Value:(String string))
              Element:(Pair
                Key:(String value)
                Value:(Opaque))))))))`,
  ));

test("what has a spread is not known whole", () => {
  const printed = printAst(lower("resource a 'T@1' = {\n  properties: {\n    ...b\n    c: 1\n  }\n}\n"));
  assert.match(printed, /Key:\(String properties\)\n\s+Value:\(Opaque\)/);
});

test("broken texts lower too", () => {
  const text = readFileSync("rules/infrastructure/azure-template.constructs.bicep", "utf8");
  for (let at = 0; at < text.length; at += 7) {
    checkSound(lower(text.slice(0, at)));
    checkSound(lower(text.slice(at)));
    const wrong = "({['\"`\\:;<$@#\n\0"[at % 15]!;
    checkSound(lower(text.slice(0, at) + wrong + text.slice(at + 1)));
  }
});

test("deep and long texts lower", () => {
  for (const part of ["[", "{a:", "'${", "(", "@", "'", "/*", "resource "])
    checkSound(lower(`var a = ${part.repeat(20_000)}`));
  checkSound(lower(`var a = ${"[".repeat(20_000)}${"]".repeat(20_000)}`));
  checkSound(lower("resource a 'T@1' = {\n".repeat(3000)));
});
