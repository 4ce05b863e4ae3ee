import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `
package org.example.shop;

import java.util.*;
import static org.junit.Assert.assertEquals;

/** Shows orders. */
@RestController
@RequestMapping(value = "/orders", produces = {"a/b"})
public abstract class Orders<K extends Comparable<K>> extends Base<K> implements Shown, Sorted<String> {
    private static final String NAME = "orders\\n", OTHER[] = {"a"};
    static { init(); }

    @Autowired
    Orders(@Param("x") final String name, int... rest) throws IOException {
        super(name);
        this.name = name;
    }

    public <R> List<R> find(Map<String, List<R>> given) {
        final var found = new ArrayList<R>(5) { @Override public int size() { return 1; } };
        for (int k = 0, n = 2; k < n; k++, n--) continue;
        for (final String each : rest) System.out.println(each);
        try (InputStream in = open(given.get("x")); other) {
            byte[] bytes = new byte[16]; String[] texts = new String[]{"a", """
              b "c"
              """};
            Object o = (String) bytes[0] + 'c' + (o instanceof String s && !s.isEmpty() ? 1_000 : 0xFFL);
        } catch (IOException | final SQLException error) {
            throw new RuntimeException(error);
        } finally { synchronized (this) { a(); } }
        Function<A, B> f = x -> x + 1; BiFunction g = (a, b) -> { return a; };
        int z = switch (i) { case 1, 2 -> 5; case 3 -> { yield 6; } default -> throw x; };
        switch (i) { case 1: a(); break; default: b(); }
        outer: while (true) { do { i++; } while (--i > 0); break outer; }
        return found.stream().map(String::valueOf).collect(Collectors.<R>toList());
    }
    enum Size implements Named { SMALL(1), BIG { void x() {} }; int v; }
    record Point(@Min(0) int x, String... y) { Point { check(x); } }
    @interface Marked { String value() default "x"; }
    interface Shown extends Z { int C = 1; void show(); }
}
`;

test("members, calls, news", () =>
  checkLowering(
    "java",
    `import java.util.List;
class A {
  @Get("/x") private List<String> all(final int n) {
    return db.query("select " + n, new byte[2], new B(1));
  }
}`,
    `
  Statement:(Import java.util
    Specifier:(ImportSpecifier List))
  Statement:(Class A
    Name:(Identifier A)
    Member:(Function all +Method
      Decorator:(Decorator
        Expression:(Call
          Callee:(Identifier Get)
          Argument:(String "/x")))
      Modifier:(Modifier private)
      Name:(Identifier all)
      Parameter:(Parameter n
        Modifier:(Modifier final)
        Target:(Identifier n)
        Type:(Type int))
      ReturnType:(Type List
        TypeArgument:(Type String))
      Body:(Block
        Statement:(Return
          Operand:(Call
            Callee:(Member query
              Object:(Identifier db))
            Argument:(Binary "+"
              Left:(String "select ")
              Right:(Identifier n))
            Argument:(New
              Callee:(Type "[]"
                TypeArgument:(Type byte))
              Argument:(Number 2))
            Argument:(New
              Callee:(Type B)
              Argument:(Number 1)))))))`,
  ));

test("declarations: types stand with each name, brackets behind a name count", () =>
  checkLowering(
    "java",
    `int a = 1, b[];
class C { static String d, e = "x"; }`,
    `
  Statement:(VariableDeclaration
    Declarator:(Declarator
      Target:(Identifier a)
      Type:(Type int)
      Value:(Number 1))
    Declarator:(Declarator
      Target:(Identifier b)
      Type:(Type "[]"
        TypeArgument:(Type int))))
  Statement:(Class C
    Name:(Identifier C)
    Member:(VariableDeclaration
      Declarator:(Field d +Static
        Modifier:(Modifier static)
        Name:(Identifier d)
        Type:(Type String))
      Declarator:(Field e +Static
        Modifier:(Modifier static)
        Name:(Identifier e)
        Type:(Type String)
        Value:(String x))))`,
  ));

test("switches as statements and as values, patterns", () =>
  checkLowering(
    "java",
    `int z = switch (o) { case Point(int x, var y) when x > 1 -> x; case 3 -> { yield 6; } default -> throw e; };
if (o instanceof String s) s.trim();`,
    `
  Statement:(VariableDeclaration
    Declarator:(Declarator
      Target:(Identifier z)
      Type:(Type int)
      Value:(Switch
        Subject:(Identifier o)
        Case:(Case +ExpressionBody +NoFallThrough
          Pattern:(Call
            Callee:(Identifier Point)
            Argument:(Declarator
              Target:(Identifier x)
              Type:(Type int))
            Argument:(Declarator
              Target:(Identifier y)
              Type:(Type var)))
          Guard:(Binary ">"
            Left:(Identifier x)
            Right:(Number 1))
          Statement:(ExpressionStatement
            Expression:(Identifier x)))
        Case:(Case +NoFallThrough
          Pattern:(Number 3)
          Statement:(Block
            Statement:(ExpressionStatement
              Expression:(Yield
                Operand:(Number 6)))))
        Case:(Case +NoFallThrough
          Statement:(Throw
            Operand:(Identifier e))))))
  Statement:(If
    Condition:(Binary instanceof
      Left:(Identifier o)
      Right:(Type String)
      Target:(Declarator
        Target:(Identifier s)
        Type:(Type String)))
    Then:(ExpressionStatement
      Expression:(Call
        Callee:(Member trim
          Object:(Identifier s)))))`,
  ));

test("a text block loses its indentation, a character is no text", () =>
  checkLowering(
    "java",
    `var t = """
      a
        "b"\\n
      """ + 'c';`,
    `
  Statement:(VariableDeclaration var
    Declarator:(Declarator
      Target:(Identifier t)
      Type:(Type var)
      Value:(Binary "+"
        Left:(String "a\\n  \\"b\\"\\n\\n")
        Right:(String c +Bytes))))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(
    await countKinds("java", SAMPLE.replace("final SQLException", "SQLException"), Kind.Opaque, Kind.Error),
    [0, 0],
  );
});

test("broken code lowers too", () => checkBrokenTexts("java", SAMPLE));
