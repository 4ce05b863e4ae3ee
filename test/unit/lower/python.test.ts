import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `
from flask import Flask, request as req
from ..db.pool import *
import os.path as path

@app.route("/user/<id>")
async def user(id: int, *, limit=10, **rest) -> str:
    """Shows one."""
    global hits
    hits += 1
    rows = [row for row in db.query(f"select {id!r:>{limit}} from t") if row and not row["x"][1:-1]]
    try:
        with open(path.join("a", id), "rb") as file, lock:
            data = file.read() if id < 3 <= limit else b"\\x00"
    except (IOError, os.error) as error:
        raise ValueError("no " "file") from error
    else:
        del rows[0], data
    finally:
        assert rows is not None, "empty"
    match data:
        case Point(x=0, y=[1, *others]) if others:
            return {**rest, "k": lambda a, b=1: a + b}
        case {"a": 1} | None as found:
            pass
        case _:
            yield from other(*rows, key=(x := 5))
    while True:
        for i, (a, b) in enumerate(rows):
            await call(i, a, b)
        else:
            break
    return

class Model(Base, metaclass=Meta):
    name: str = "x"
    other: Optional[List[str]]

    @property
    def title(self):
        return self.name.title()
`;

test("calls, members, arguments", () =>
  checkLowering(
    "python",
    "os.system(cmd, *args, shell=True, **rest)",
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Member system
        Object:(Identifier os))
      Argument:(Identifier cmd)
      Argument:(Spread
        Operand:(Identifier args))
      Argument:(NamedArgument shell
        Value:(Boolean true))
      Argument:(KeywordSpread
        Operand:(Identifier rest))))`,
  ));

test("an f-string is a Template, joined plain strings are one String with its parts, escapes are cooked", () =>
  checkLowering(
    "python",
    `a = f"x{{{b!r:>{w}}}}" 'c'
d = "e\\n\\x41" r'\\n' """\\u00e9"""
f"plain"
b"\\u0041\\101"`,
    `
  Statement:(ExpressionStatement
    Expression:(Assign "="
      Target:(Identifier a)
      Value:(Template
        Part:(String "x{")
        Part:(Identifier b)
        Part:(Identifier w)
        Part:(String "}")
        Part:(String c))))
  Statement:(ExpressionStatement
    Expression:(Assign "="
      Target:(Identifier d)
      Value:(String "e\\nA\\\\né"
        Part:(String "e\\nA")
        Part:(String "\\\\n")
        Part:(String "é"))))
  Statement:(ExpressionStatement
    Expression:(Template
      Part:(String plain)))
  Statement:(ExpressionStatement
    Expression:(String "\\\\u0041A" +Bytes))`,
  ));

test("comparison chains: a small middle stands twice, a big one nests", () =>
  checkLowering(
    "python",
    "0 <= i < n not in s",
    `
  Statement:(ExpressionStatement
    Expression:(Binary and
      Left:(Binary and
        Left:(Binary "<="
          Left:(Number 0)
          Right:(Identifier i))
        Right:(Binary "<"
          Left:(Identifier i)
          Right:(Identifier n)))
      Right:(Binary "not in"
        Left:(Identifier n)
        Right:(Identifier s))))`,
  ));

test("definitions: decorators, parameters, members", () =>
  checkLowering(
    "python",
    `@dec(1)
def f(a, (b, c), *d, e: int = 2, **g) -> T[x]: pass
class A(B, metaclass=M):
  x = 1
  @staticmethod
  async def m(): ...`,
    `
  Statement:(Function f
    Decorator:(Decorator
      Expression:(Call
        Callee:(Identifier dec)
        Argument:(Number 1)))
    Name:(Identifier f)
    Parameter:(Parameter a
      Target:(Identifier a))
    Parameter:(Parameter
      Target:(Tuple
        Element:(Identifier b)
        Element:(Identifier c)))
    Parameter:(Parameter d +Rest
      Target:(Identifier d))
    Parameter:(Parameter e
      Target:(Identifier e)
      Type:(Type int)
      Default:(Number 2))
    Parameter:(Parameter g +KeywordRest
      Target:(Identifier g))
    ReturnType:(Type T
      TypeArgument:(Type x))
    Body:(Block
      Statement:(Empty)))
  Statement:(Class A
    Name:(Identifier A)
    Superclass:(Identifier B)
    Argument:(NamedArgument metaclass
      Value:(Identifier M))
    Member:(ExpressionStatement
      Expression:(Assign "="
        Target:(Identifier x)
        Value:(Number 1)))
    Member:(Function m +Async +Static +Method
      Decorator:(Decorator
        Expression:(Identifier staticmethod))
      Name:(Identifier m)
      Body:(Block
        Statement:(ExpressionStatement
          Expression:(Opaque ...)))))`,
  ));

test("imports", () =>
  checkLowering(
    "python",
    `import a.b
import c as d, e
from ..f import g as h, i
from . import *
from __future__ import annotations`,
    `
  Statement:(Import a.b)
  Statement:(Import
    Specifier:(Import c
      Specifier:(ImportSpecifier *
        Alias:(Identifier d)))
    Specifier:(Import e))
  Statement:(Import ..f
    Specifier:(ImportSpecifier g
      Alias:(Identifier h))
    Specifier:(ImportSpecifier i))
  Statement:(Import .
    Specifier:(ImportSpecifier *))
  Statement:(Import __future__
    Specifier:(ImportSpecifier annotations))`,
  ));

test("branches and handlers", () =>
  checkLowering(
    "python",
    `if a: b
elif c: d
else: e
try: f
except (A, os.B) as g: pass
except C, h: pass
finally: i`,
    `
  Statement:(If
    Condition:(Identifier a)
    Then:(Block
      Statement:(ExpressionStatement
        Expression:(Identifier b)))
    Else:(If
      Condition:(Identifier c)
      Then:(Block
        Statement:(ExpressionStatement
          Expression:(Identifier d)))
      Else:(Block
        Statement:(ExpressionStatement
          Expression:(Identifier e)))))
  Statement:(Try
    Body:(Block
      Statement:(ExpressionStatement
        Expression:(Identifier f)))
    Handler:(Catch
      Type:(Type A)
      Type:(Type os.B)
      Parameter:(Parameter g
        Target:(Identifier g))
      Body:(Block
        Statement:(Empty)))
    Handler:(Catch
      Type:(Type C)
      Parameter:(Parameter h
        Target:(Identifier h))
      Body:(Block
        Statement:(Empty)))
    Finalizer:(Block
      Statement:(ExpressionStatement
        Expression:(Identifier i))))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("python", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("python", SAMPLE));
