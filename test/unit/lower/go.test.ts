import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `
package main

import (
	"fmt"
	sql "database/sql"
	. "x/y"
)

const Limit, Name = 10, "x\\u00e9"

type User struct {
	ID, Age int \`json:"id"\`
	*Base
	Tags map[string][]string
}
type Store interface {
	Find(id string) (user *User, err error)
	Closer
}

// find reads one user.
func (s *store) find(w http.ResponseWriter, ids ...string) (user *User, err error) {
	rows, err := s.db.Query("select " + ids[0], ids...)
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf(\`no %w\`, err)
	} else if len(ids) > Limit { goto done }
	defer rows.Close()
	for i, id := range ids[1:] { users[i] = &User{ID: id, Tags: map[string][]string{"a": {id}}} }
	for i := 0; i < 3; i++ { continue }
	for rows.Next() { *user = rows.Value().(User) }
	switch v := user.(type) { case *User, nil: use(v); default: }
	switch { case err == nil: fallthrough; case Limit > 3: break }
	select { case v, ok := <-s.c: use(v, ok); case s.c <- 'x': default: }
	go func(n int) { s.n += []byte(n)[0] }(1)
done:
	return Map[string, int](make(chan int, 3), func(a int) bool { return !a })
}
`;

test("declarations: short, grouped, with several values", () =>
  checkLowering(
    "go",
    `a, err := f(1, xs...)
var ( b, c = 1, "x"; d int )
var e, g = h()`,
    `
  Statement:(VariableDeclaration ":="
    Declarator:(Declarator
      Target:(Tuple
        Element:(Identifier a)
        Element:(Identifier err))
      Value:(Call
        Callee:(Identifier f)
        Argument:(Number 1)
        Argument:(Spread
          Operand:(Identifier xs)))))
  Statement:(VariableDeclaration var
    Declarator:(Declarator
      Target:(Identifier b)
      Value:(Number 1))
    Declarator:(Declarator
      Target:(Identifier c)
      Value:(String x))
    Declarator:(Declarator
      Target:(Identifier d)
      Type:(Type int)))
  Statement:(VariableDeclaration var
    Declarator:(Declarator
      Target:(Tuple
        Element:(Identifier e)
        Element:(Identifier g))
      Value:(Call
        Callee:(Identifier h))))`,
  ));

test("methods, receivers, named results; an initializer makes a block", () =>
  checkLowering(
    "go",
    `func (s *T) M(a, b int) (n int, err error) {
  if x := f(); x != nil { return }
  return a, nil
}`,
    `
  Statement:(Function M +Method
    Object:(Parameter s
      Target:(Identifier s)
      Type:(Type *
        TypeArgument:(Type T)))
    Name:(Identifier M)
    Parameter:(Parameter a
      Target:(Identifier a)
      Type:(Type int))
    Parameter:(Parameter b
      Target:(Identifier b)
      Type:(Type int))
    ReturnType:(Declarator
      Target:(Identifier n)
      Type:(Type int))
    ReturnType:(Declarator
      Target:(Identifier err)
      Type:(Type error))
    Body:(Block
      Statement:(Block
        Statement:(VariableDeclaration ":="
          Declarator:(Declarator
            Target:(Identifier x)
            Value:(Call
              Callee:(Identifier f))))
        Statement:(If
          Condition:(Binary "!="
            Left:(Identifier x)
            Right:(Null nil))
          Then:(Block
            Statement:(Return))))
      Statement:(Return
        Operand:(Tuple
          Element:(Identifier a)
          Element:(Null nil)))))`,
  ));

test("literals of structs, slices and maps; conversions", () =>
  checkLowering(
    "go",
    `f(&http.Cookie{Name: n, Secure: true}, []T{{A: 1}}, map[string]int{"a": 1}, []byte(s), x.(string))`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier f)
      Argument:(Unary "&"
        Operand:(New
          Callee:(Type http.Cookie)
          Argument:(NamedArgument Name
            Value:(Identifier n))
          Argument:(NamedArgument Secure
            Value:(Boolean true))))
      Argument:(Array
        Type:(Type "[]"
          TypeArgument:(Type T))
        Element:(Object
          Element:(Pair
            Key:(String A)
            Value:(Number 1))))
      Argument:(Object
        Type:(Type map
          TypeArgument:(Type string)
          TypeArgument:(Type int))
        Element:(Pair
          Key:(String a)
          Value:(Number 1)))
      Argument:(Cast
        Type:(Type "[]"
          TypeArgument:(Type byte))
        Operand:(Identifier s))
      Argument:(Cast ".()"
        Type:(Type string)
        Operand:(Identifier x))))`,
  ));

test("imports and types", () =>
  checkLowering(
    "go",
    `import "fmt"
import ( f "a/b"; _ "c" )
type S struct { A, B int; *pkg.Base }
type N []int`,
    `
  Statement:(Import fmt)
  Statement:(Import "a/b"
    Specifier:(ImportSpecifier *
      Alias:(Identifier f)))
  Statement:(Import c
    Specifier:(ImportSpecifier *
      Alias:(Identifier _)))
  Statement:(Class S
    Modifier:(Modifier struct)
    Name:(Identifier S)
    Superclass:(Type pkg.Base)
    Member:(Field A
      Name:(Identifier A)
      Type:(Type int))
    Member:(Field B
      Name:(Identifier B)
      Type:(Type int)))
  Statement:(VariableDeclaration type
    Declarator:(Declarator
      Target:(Identifier N)
      Type:(Type "[]"
        TypeArgument:(Type int))))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("go", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("go", SAMPLE));
