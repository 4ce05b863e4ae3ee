import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `package a.b
import x.Y as Z
import x.*

typealias F<T> = Map<String, T>
val s by lazy { 1 }
fun String?.ext(a: Int = 1, @Q vararg b: String): Int = a
inline fun <reified T : Any, out R> List<T>.foo(crossinline f: suspend (a: Int, R) -> T) where T : N { }
sealed class A<T> private constructor(@Inject val x: String, y: Int = 2) : B<T>(y), C, D by y {
  constructor(z: Int) : this("a", z) { f() }
  init { g() }
  companion object { const val K = 1; fun make() = A("x") }
  @field:Q lateinit var p: String
  var q: String = "a"
    get() = field
    private set(value) { field = value }
  @GetMapping("/x") suspend fun h(@RequestParam("q") q: String, n: Int): String { return "a$q\${n + 1}" }
}
enum class E(val c: Int) {
  R(1), G(2) { override fun q() = 1 };
  fun q() = 2
}
object O : X {
  fun z() = 1
}
fun interface I {
  fun one()
}
fun f() {
  a.b?.c()!!.d[1, 2] = x ?: return
  for ((k, v) in m) { if (k) break else continue@outer }
  outer@ for (i in 0..10) break@outer
  val r = when (val q = x) {
    1, 2 -> "a"
    in 3..4, !in l -> { z() }
    is String -> 3
    !is Int -> 4
    else -> throw E()
  }
  when { a > b || c -> d(); else -> {} }
  list.map { it.x }.forEach { (a, b) -> print(a) }
  foo(a, b = 1, *c) { x, y: Int -> x + y }
  val o = object : R(), S { override fun q() {} }
  try { a() } catch (e: IOException) { b() } finally { c() }
  x += 1; x++; --y; !z
  a to b
  String::class.java; ::foo; A::bar; a..<b; 'c'
  val t = """raw $x \${y.z}
  q"""
  if (a is B && c !is D) e as? F
  val (a, _) = p
  val f: (Int, String) -> Unit = fun(x: Int) { }
  null; true; this@A.x; super<B>.q(); [1, 2]
  a = if (b) c else if (d) { e } else null
  do { x } while (y)
  foo<String>(x)
  list.forEach lit@{ return@lit }
  @Q foo()
  return
}
`;

test("imports, classes, properties, functions", () =>
  checkLowering(
    "kotlin",
    `import a.b.c as d
class A(@Q val x: String) : B(x), C {
  companion object { val K = 1 }
  var y: Int = 2
    get() = field
  fun String.z(a: List<Int?> = e, vararg b: String): Int = a
}`,
    `
  Statement:(Import a.b
    Specifier:(ImportSpecifier c
      Alias:(Identifier d)))
  Statement:(Class A
    Name:(Identifier A)
    Parameter:(Parameter x
      Decorator:(Decorator
        Expression:(Identifier Q))
      Modifier:(Modifier val)
      Target:(Identifier x)
      Type:(Type String))
    Superclass:(Type B)
    Argument:(Identifier x)
    Interface:(Type C)
    Member:(Field K +Static
      Modifier:(Modifier val)
      Name:(Identifier K)
      Value:(Number 1))
    Member:(Field y
      Modifier:(Modifier var)
      Name:(Identifier y)
      Type:(Type Int)
      Value:(Number 2)
      Member:(Function get +Method +Accessor +ExpressionBody
        Body:(Member y
          Object:(This))))
    Member:(Function z +Method +ExpressionBody
      Name:(Identifier z)
      Object:(Type String)
      Parameter:(Parameter a
        Target:(Identifier a)
        Type:(Type List
          TypeArgument:(Type Int))
        Default:(Identifier e))
      Parameter:(Parameter b +Rest
        Modifier:(Modifier vararg)
        Target:(Identifier b)
        Type:(Type String))
      ReturnType:(Type Int)
      Body:(Identifier a)))`,
  ));

test("calls with lambdas, signs before chains, calls with one type", () =>
  checkLowering(
    "kotlin",
    `!a.b(1)?.c
f(x) { it }
run { y }
lazy { z }
g<T>(z)
p to q!!`,
    `
  Statement:(ExpressionStatement
    Expression:(Unary "!"
      Operand:(Member c +Optional
        Object:(Call
          Callee:(Member b
            Object:(Identifier a))
          Argument:(Number 1)))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier f)
      Argument:(Identifier x)
      Argument:(Function +Lambda
        Parameter:(Parameter it +Shorthand
          Target:(Identifier it))
        Body:(Block
          Statement:(ExpressionStatement
            Expression:(Identifier it))))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier run)
      Argument:(Function +Lambda
        Parameter:(Parameter "this@" +Shorthand
          Target:(Identifier "this@"))
        Body:(Block
          Statement:(ExpressionStatement
            Expression:(Identifier y))))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier lazy)
      Argument:(Function +Lambda
        Body:(Block
          Statement:(ExpressionStatement
            Expression:(Identifier z))))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier g)
      TypeArgument:(Type T)
      Argument:(Identifier z)))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Member to
        Object:(Identifier p))
      Argument:(Cast "!!"
        Operand:(Identifier q))))`,
  ));

test("branches as statements and as values", () =>
  checkLowering(
    "kotlin",
    `if (a) b() else { c }
val x = if (a) b else when (d) { 1, in e -> f
  is G -> { h } }
val y = i ?: throw j`,
    `
  Statement:(If
    Condition:(Identifier a)
    Then:(ExpressionStatement
      Expression:(Call
        Callee:(Identifier b)))
    Else:(Block
      Statement:(ExpressionStatement
        Expression:(Identifier c))))
  Statement:(VariableDeclaration val
    Declarator:(Declarator
      Target:(Identifier x)
      Value:(Conditional
        Condition:(Identifier a)
        Then:(Identifier b)
        Else:(Switch
          Subject:(Identifier d)
          Case:(Case +NoFallThrough
            Pattern:(Number 1)
            Pattern:(Unary in
              Operand:(Identifier e))
            Statement:(ExpressionStatement
              Expression:(Identifier f)))
          Case:(Case +NoFallThrough
            Pattern:(Type G)
            Statement:(Block
              Statement:(ExpressionStatement
                Expression:(Identifier h))))))))
  Statement:(VariableDeclaration val
    Declarator:(Declarator
      Target:(Identifier y)
      Value:(Binary "?:"
        Left:(Identifier i)
        Right:(Throw
          Operand:(Identifier j)))))`,
  ));

test("text: names and expressions in it, escapes, raw text", () =>
  checkLowering(
    "kotlin",
    `f("a$b \\$c \${d.e}$", """g\\n$h""", "i\\n")`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier f)
      Argument:(Template
        Part:(String a)
        Part:(Identifier b)
        Part:(String " $c ")
        Part:(Member e
          Object:(Identifier d))
        Part:(String $))
      Argument:(Template
        Part:(String "g\\\\n")
        Part:(Identifier h))
      Argument:(String "i\\n")))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("kotlin", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("kotlin", SAMPLE));
