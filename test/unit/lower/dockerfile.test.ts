import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ast } from "../../../server/src/syntax/ast.ts";
import { dockerfile } from "../../../server/src/syntax/lower/dockerfile.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { grammarOf } from "../node-grammars.ts";
import { checkSound } from "./check.ts";

async function lowered(text: string): Promise<Ast> {
  const { parser, grammar } = await grammarOf("bash");
  const parse = (_language: string, part: string) => {
    const tree = parser.parse(grammar, part);
    try {
      return parser.read(grammar, tree, part);
    } finally {
      tree.delete();
    }
  };
  return dockerfile.lowerText(text, { parse });
}

test("instructions, flags, pairs, lists, shell words and shell commands", async () => {
  const ast = await lowered(`# build
FROM --platform=linux/amd64 alpine:3 AS build
ENV A=b C="d e"
RUN apk update \\
  # and then
  && apk add "foo bar"
CMD ["node", "a\\n.js"]
ONBUILD USER root
`);
  assert.equal(
    printAst(ast),
    `(Module
  Statement:(Instruction FROM
    Modifier:(NamedArgument "--platform"
      Value:(String "linux/amd64"))
    Modifier:(NamedArgument ":"
      Value:(String 3))
    Argument:(String alpine)
    Alias:(String build))
  Statement:(Instruction ENV
    Argument:(Pair
      Key:(String A)
      Value:(String b))
    Argument:(Pair
      Key:(String C)
      Value:(String "d e")))
  Statement:(Instruction RUN
    Argument:(String apk)
    Argument:(String update)
    Argument:(String "&&")
    Argument:(String apk)
    Argument:(String add)
    Argument:(String "foo bar")
    Body:(Block
      Statement:(ExpressionStatement
        Expression:(Binary "&&"
          Left:(Call
            Callee:(Identifier apk)
            Argument:(String update))
          Right:(Call
            Callee:(Identifier apk)
            Argument:(String add)
            Argument:(String "foo bar"))))))
  Statement:(Instruction CMD
    Argument:(Array
      Element:(String node)
      Element:(String "a\\n.js"))
    Body:(Block
      Statement:(ExpressionStatement
        Expression:(Call
          Callee:(Identifier node)
          Argument:(String "a\\\\n.js")))))
  Statement:(Instruction ONBUILD
    Argument:(Instruction USER
      Argument:(String root))))`,
  );
  for (const part of ["apk add", "foo bar"]) {
    const at = ast.text.indexOf(part);
    assert.ok(
      ast.textOf(ast.nodeAt(at, at + part.length)).includes(part),
      "what the shell runs stands where the file has it",
    );
  }
});

test("broken Dockerfiles lower too", async () => {
  const text = `FROM a:1 AS b
ARG V
ENV K v w
RUN <<EOF
echo hi
EOF
HEALTHCHECK --interval=5s CMD curl -f "http://x" || exit 1
COPY --from=b ["x", "y"]
RUN a && \\
`;
  for (let at = 0; at <= text.length; at++) {
    checkSound(await lowered(text.slice(0, at)));
    checkSound(await lowered(`${text.slice(0, at)}${"\"'[\\\n<#"[at % 7]}${text.slice(at + 1)}`));
  }
});

test("a list that starts a shell is what the shell runs", async () => {
  const printed = printAst(await lowered('FROM a\nRUN ["/bin/sh", "-c", "curl x | sh"]\n'));
  assert.match(printed, /Body:\(Block\n.*\n\s+Expression:\(Binary "\|"/);
});

test("a document store makes the same AST, the shell's commands included", async () => {
  const text = "FROM a\nRUN apk update\n";
  const { parser } = await grammarOf("bash");
  const store = new SnapshotStore(parser);
  await store.prepare(["dockerfile"]);
  assert.ok(store.isPrepared("dockerfile"));
  const { ast } = store.set({ path: "Dockerfile", language: "dockerfile", text });
  assert.equal(printAst(ast), printAst(await lowered(text)));
  const edited = store.edit("Dockerfile", 1, [{ span: { start: 11, end: 14 }, newText: "yum" }]);
  assert.equal(printAst(edited.ast), printAst(await lowered("FROM a\nRUN yum update\n")));
});
