import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `#!/bin/bash
set -euo pipefail
LANG=C PATH="$HOME/bin:\${PATH:-/bin}" run --opt=val "$1" 'raw' $'a\\n' a\\ b x"$y"z > out.txt 2>&1
export A=b C; declare -a list=(1 "$x"); unset A
list[0]=x; a+=b
if [ -n "$x" ] && [[ $a == b* ]] || ! grep -q "$x" file; then echo hi; elif true; then :; else exit 1; fi
for i in 1 "$x"; do continue; done
for ((i = 0; i < 3; i++)); do echo $((i * 2)); done
until read -r line; do break; done < file
case "$x" in a | b) echo a ;; *) echo b ;; esac
f() { local x=$1; return 0; }
(cd x && ls) | while read -r l; do eval "$(curl -s "$l")"; done
cat <<EOF
hello $x
EOF
echo \${#x} \${x//a/b} \${list[@]} \`date\`
`;

test("commands, words, redirections", () =>
  checkLowering(
    "bash",
    `X=1 curl -s "$url/a" 'b'c > "$out"`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Init:(Assign "="
        Target:(Identifier $X)
        Value:(Number 1))
      Callee:(Identifier curl)
      Argument:(String "-s")
      Argument:(Template
        Part:(Identifier $url)
        Part:(String "/a"))
      Argument:(String bc)
      Item:(NamedArgument ">"
        Value:(Template
          Part:(Identifier $out)))))`,
  ));

test("pipes, substitutions, expansions", () =>
  checkLowering(
    "bash",
    `x=$(curl \${u:-v}) || exit 1
a | b | c`,
    `
  Statement:(ExpressionStatement
    Expression:(Binary "||"
      Left:(Assign "="
        Target:(Identifier $x)
        Value:(Template +Computed
          Part:(Call
            Callee:(Identifier curl)
            Argument:(Binary ":-"
              Left:(Identifier $u)
              Right:(String v)))))
      Right:(Call
        Callee:(Identifier exit)
        Argument:(Number 1))))
  Statement:(ExpressionStatement
    Expression:(Binary "|"
      Left:(Binary "|"
        Left:(Call
          Callee:(Identifier a))
        Right:(Call
          Callee:(Identifier b)))
      Right:(Call
        Callee:(Identifier c))))`,
  ));

test("branches, loops, functions, heredocs", () =>
  checkLowering(
    "bash",
    `if [ -f "$1" ]; then a; elif b; then :; fi
f() { local x=$1; return; }
cat <<E
h $x
E
for i in 1 b; do c; done
`,
    `
  Statement:(If
    Condition:(Unary "-f"
      Operand:(Template
        Part:(Identifier $1)))
    Then:(Block
      Statement:(ExpressionStatement
        Expression:(Call
          Callee:(Identifier a))))
    Else:(If
      Condition:(Call
        Callee:(Identifier b))
      Then:(Block
        Statement:(ExpressionStatement
          Expression:(Call
            Callee:(Identifier ":"))))))
  Statement:(Function f
    Name:(Identifier f)
    Body:(Block
      Statement:(VariableDeclaration local
        Declarator:(Declarator
          Target:(Identifier $x)
          Value:(Identifier $1)))
      Statement:(Return)))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier cat)
      Item:(NamedArgument "<<"
        Value:(Template
          Part:(String "h ")
          Part:(Identifier $x)
          Part:(String "\\n")))))
  Statement:(ForEach of
    Target:(Identifier $i)
    Iterable:(Array
      Element:(Number 1)
      Element:(String b))
    Body:(Block
      Statement:(ExpressionStatement
        Expression:(Call
          Callee:(Identifier c)))))`,
  ));

test("ordinary scripts have no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("bash", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken scripts lower too", () => checkBrokenTexts("bash", SAMPLE));
