import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import type { PatternNames } from "../../../server/src/syntax/lowering.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { lowerText } from "../node-grammars.ts";
import { checkBrokenTexts, checkLowering } from "./check.ts";

const SAMPLE = `
import d, * as n from "m"; import { p as q, type r } from "./s"; export * from "t";
const { exec: run, b = 2, ...c } = require("child_process");
@Component({ a: 1 })
export class A<T> extends B<T> implements I {
  @dec() private readonly x?: string = "y";
  constructor(private z: number, ...rest: any[]) { super() }
  static async *m({ a, b }, [c = 1]) { yield* x?.y?.(z)[1] }
  get q(): string { return this.#p as string }
}
function f(x: string): void; function f(x?: any) { label: for (const k of [1,,2]) { if (k) continue label; else break } }
enum E { X = 1, Y } namespace N.M { export type U = string | number[] } interface V { a: string; b(): void }
try { await g\`a\${b}\\n\` } catch ({ message }) { throw new Error(\`e \${message}\`) } finally { i++ }
switch (a) { case 1: b(); default: c } do { x ??= y! } while (/a\\/b/gi.test(z));
`;

test("destructuring, requires and defaults", async () => {
  await checkLowering(
    "javascript",
    'const { exec: run, b = 2, ...c } = require("child_process");',
    `
  Statement:(VariableDeclaration const
    Declarator:(Declarator
      Target:(Object
        Element:(Pair
          Key:(String exec)
          Value:(Identifier run))
        Element:(Pair +Shorthand
          Key:(String b)
          Value:(DefaultPattern
            Target:(Identifier b)
            Default:(Number 2)))
        Element:(Spread
          Operand:(Identifier c)))
      Value:(Call
        Callee:(Identifier require)
        Argument:(String child_process))))`,
  );
});

test("arrows, optional chains, templates, parentheses", async () => {
  await checkLowering(
    "javascript",
    "(async x => (a?.b?.(`t$" + "{x}\\n`)))",
    `
  Statement:(ExpressionStatement
    Expression:(Function +Async +Lambda +ExpressionBody
      Modifier:(Modifier async)
      Parameter:(Parameter x
        Target:(Identifier x))
      Body:(Call +Optional
        Callee:(Member b +Optional
          Object:(Identifier a))
        Argument:(Template
          Part:(String t)
          Part:(Identifier x)
          Part:(String "\\n")))))`,
  );
});

test("TypeScript's classes keep types, modifiers and decorators", async () => {
  await checkLowering(
    "typescript",
    "@C() export class K extends B<T> implements I { private a?: A.B<c[]> = 1; @d m(public p: string, ...q: any[]): void {} }",
    `
  Statement:(Export
    Declaration:(Class K
      Decorator:(Decorator
        Expression:(Call
          Callee:(Identifier C)))
      Name:(Identifier K)
      Superclass:(Identifier B)
      TypeArgument:(Type T)
      Interface:(Type I)
      Member:(Field a
        Modifier:(Modifier private)
        Name:(Identifier a)
        Type:(Type A.B
          TypeArgument:(Type "[]"
            TypeArgument:(Type c)))
        Value:(Number 1))
      Member:(Function m +Method
        Decorator:(Decorator
          Expression:(Identifier d))
        Name:(Identifier m)
        Parameter:(Parameter p
          Modifier:(Modifier public)
          Target:(Identifier p)
          Type:(Type string))
        Parameter:(Parameter q +Rest
          Target:(Identifier q)
          Type:(Type "[]"
            TypeArgument:(Type any)))
        ReturnType:(Type void)
        Body:(Block))))`,
  );
});

test("JSX", async () => {
  await checkLowering(
    "tsx",
    '<div a="b&amp;c" {...p} ns:x>\n  hi {name}\n  <C.D/>\n</div>',
    `
  Statement:(ExpressionStatement
    Expression:(Element div
      Tag:(Identifier div)
      Attribute:(Attribute a
        Value:(String "b&c"))
      Attribute:(Spread
        Operand:(Identifier p))
      Attribute:(Attribute "ns:x")
      Child:(Text "\\n  hi ")
      Child:(Identifier name)
      Child:(Element C.D
        Tag:(Member D
          Object:(Identifier C)))))`,
  );
});

test("string escapes are cooked", async () => {
  const ast = await lowerText(
    "javascript",
    String.raw`x = "a\n\x41\u{1F600}\u0042\
c\'\q"`,
  );
  const string = ast.columns.kinds.indexOf(Kind.String);
  assert.equal(ast.stringValue(string), "a\nA\u{1F600}Bc'q");
});

test("a string longer than what is interned keeps its whole value", async () => {
  const long = "ab".repeat(1000);
  const ast = await lowerText("javascript", `x = "${long}"; y = \`${long}\${z}\``);
  const values = [...ast.columns.kinds.keys()]
    .filter((node) => ast.kind(node) === Kind.String)
    .map((node) => ast.stringValue(node));
  assert.deepEqual(values, [long, long]);
});

test("placeholders stand wherever names do", async () => {
  const pattern: PatternNames = {
    placeholder: (name) => {
      if (name === "__E") return { kind: Kind.Ellipsis, name: "..." };
      if (name === "__D") return { kind: Kind.DeepEllipsis, name: "" };
      return name.startsWith("$") ? { kind: Kind.Metavariable, name } : undefined;
    },
  };
  const ast = await lowerText(
    "typescript",
    "function $F(__E, $P: $T, __E) { __E; $O.$M({ $K: 1, __E }, __D(tainted)); } class $C { $A = 1; __E }",
    pattern,
  );
  assert.equal(
    printAst(ast),
    `(Module
  Statement:(Function $F
    Name:(Metavariable $F)
    Parameter:(Ellipsis ...)
    Parameter:(Parameter $P
      Target:(Metavariable $P)
      Type:(Type $T))
    Parameter:(Ellipsis ...)
    Body:(Block
      Statement:(Ellipsis ...)
      Statement:(ExpressionStatement
        Expression:(Call
          Callee:(Member $M
            Object:(Metavariable $O))
          Argument:(Object
            Element:(Pair
              Key:(Metavariable $K)
              Value:(Number 1))
            Element:(Ellipsis ...))
          Argument:(DeepEllipsis
            Operand:(Identifier tainted))))))
  Statement:(Class $C
    Name:(Metavariable $C)
    Member:(Field $A
      Name:(Metavariable $A)
      Value:(Number 1))
    Member:(Ellipsis ...)))`,
  );
});

test("broken code lowers to what can be understood", async () => {
  const ast = await lowerText("javascript", "app.get('/', (req, res) => { db.query(req.query.id, \n});\nfoo(");
  const names = [...ast.columns.kinds.keys()]
    .filter((node) => ast.kind(node) === Kind.Member)
    .map((node) => ast.name(node));
  assert.ok(names.includes("query") && names.includes("id"), names.join(" "));
  await checkBrokenTexts("typescript", SAMPLE);
  await checkBrokenTexts("tsx", SAMPLE);
});

for (const [what, text] of [
  ["at the end of its line", "f(a) // b\ng()\n"],
  ["several, and none of the next", "if (a) f() /* b */ // c\n// d\n\ng()\n"],
  ["at the end of the text", "return f(a)\n// b\n// c"],
  ["in a class", "class A { x = f() // b\n y = 1 }"],
] as const)
  test(`what ends without a token ends before the comments behind it: ${what}`, async () => {
    const ast = await lowerText("javascript", text);
    const withoutComments = text.replace(/\/\*.*?\*\/|\/\/[^\n]*/g, (comment) => " ".repeat(comment.length));
    const plain = await lowerText("javascript", withoutComments);
    assert.equal(printAst(ast, 0, { spans: true }), printAst(plain, 0, { spans: true }));
  });
