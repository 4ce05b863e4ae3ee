import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { lowerText } from "../node-grammars.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `
variable "zone" { type = list(string) }
resource "cloud_bucket" "b" {
  bucket = "my-\${var.zone[0]}-\\"bucket\\""
  tags   = { Name = "x", (var.key) = 1, "q" : 2 }
  versioning { enabled = !var.off && 1 + 2 == 3 }
  policy = <<-EOF
    { "a": "\${cloud_x.y.*.arn}" }
    EOF
  ids    = [for k, v in module.m["a"].all : upper(v...) if k != null]
  map    = { for s in var.l : s => s... }
  count  = var.on ? 1 : -1
}
`;

test("blocks, attributes, objects", () =>
  checkLowering(
    "hcl",
    `resource "a" b {
  acl = "x"
  tags = { Name = var.n, (k) = true }
  in {}
}`,
    `
  Statement:(ConfigBlock resource
    Name:(Identifier resource)
    Label:(String a)
    Label:(String b)
    Statement:(Pair
      Key:(String acl)
      Value:(String x))
    Statement:(Pair
      Key:(String tags)
      Value:(Object
        Element:(Pair
          Key:(String Name)
          Value:(Member n
            Object:(Identifier var)))
        Element:(Pair +Computed
          Key:(Identifier k)
          Value:(Boolean true))))
    Statement:(ConfigBlock in
      Name:(Identifier in)))`,
  ));

test("what follows a term nests around it", () =>
  checkLowering(
    "hcl",
    `a = x.y[0].z
b = x[*].id
c = !a.b + f(g, h...)`,
    `
  Statement:(Pair
    Key:(String a)
    Value:(Member z
      Object:(Index
        Object:(Member y
          Object:(Identifier x))
        Property:(Number 0))))
  Statement:(Pair
    Key:(String b)
    Value:(Member id
      Object:(Index
        Object:(Identifier x)
        Property:(String *))))
  Statement:(Pair
    Key:(String c)
    Value:(Binary "+"
      Left:(Unary "!"
        Operand:(Member b
          Object:(Identifier a)))
      Right:(Call
        Callee:(Identifier f)
        Argument:(Identifier g)
        Argument:(Spread
          Operand:(Identifier h)))))`,
  ));

test("text: escapes, templates, heredocs", () =>
  checkLowering(
    "hcl",
    `a = "b\\n$\${c}"
d = "e\${f}"
g = <<-EOT
    h
      i \${j}
    EOT
k = <<EOF
l
EOF
`,
    `
  Statement:(Pair
    Key:(String a)
    Value:(String "b\\n\${c}"))
  Statement:(Pair
    Key:(String d)
    Value:(Template
      Part:(String e)
      Part:(Identifier f)))
  Statement:(Pair
    Key:(String g)
    Value:(Template
      Part:(String "h\\n  i ")
      Part:(Identifier j)
      Part:(String "\\n")))
  Statement:(Pair
    Key:(String k)
    Value:(String "l\\n"))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("hcl", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("hcl", SAMPLE));

test("a long heredoc is read whole, without its marks", async () => {
  const content = "x".repeat(2000);
  const ast = await lowerText("hcl", `a = <<EOF\n${content}\nEOF\n`);
  const [, value] = [...ast.columns.kinds.keys()].filter((node) => ast.kind(node) === Kind.String);
  assert.equal(ast.stringValue(value!), `${content}\n`);
});
