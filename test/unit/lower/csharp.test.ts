import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `using System; using static System.Math; using F = A.B.C;
namespace Shop.Orders {
  [ApiController, Route("api/[controller]", Name = "x")]
  public abstract partial class Orders<K> : Base<K>, IShown where K : class, new() {
    private static readonly string Name = @"a""b", Other = $"a{b:N2}c{{" + $@"x{d,5}";
    public string Title { get; private set { field = value; } } = "n";
    public int Count => items.Length;
    public string this[int i] => items[i];
    public event EventHandler Changed;
    public Orders(int a, string b = "x") : base(a) { this.a = a; }
    public static Orders operator +(Orders a, Orders b) => a;
    [HttpPost] public async Task<IActionResult> Save<R>([FromBody] User u, params string[] rest) {
      var q = from s in db.Users where s.Id == id select new { s.Name, B = s.C };
      using (var c = new SqlConnection(cs)) using (c) { }
      using var d = open(); const int k = 5; string? n = null; var (x, y) = f();
      await foo.SaveAsync(u, name: 5, ref y, out var z);
      for (int i = 0, j = 1; i < 3; i++, j--) { } foreach (var (e, _) in list) { do { continue; } while (e); }
      if (o is string s && s.Length > 0 || o is not null) { lock (this) { } }
      switch (i) { case 1: case 2: f(); break; case int m when m > 5: goto done; default: return null; }
      var r = i switch { 1 => "a", > 5 and < 7 => "b", Foo { X: 1, Y: var v } => "q", _ => throw new E() };
      try { checked { i++; } } catch (IOException e) when (e.X) { throw; } finally { unsafe { *p = &i; } }
      Func<int, int> g = x => x + 1, h = delegate(int a) { return a; };
      var t = new List<int> { 1, 2 }; t = new Dictionary<string, int> { ["a"] = 1, { "b", 2 } }; t = new() { A = 1 };
      t = new int[3]; t = new[] { 1 }; t = a?.b?[1].c(this)!.d ?? (string)o as T; t = a[1..^2] ? typeof(T) : default(int);
      int Local(int a) => a; done: yield return (a, b: 2); x = r with { A = 1 }; x ??= [1, ..y];
#if DEBUG
      Console.WriteLine("x");
#else
      f();
#endif
      yield break;
    }
  }
  public enum Color : byte { Red = 1, Green }
  public interface IShown : IBase { void Show(); }
  public record Point(int X, string Y) : Base(X);
  public delegate int Made(int a);
}
`;

test("usings, classes, properties, methods", () =>
  checkLowering(
    "csharp",
    `using A.B;
class C : D, IE {
  [Key("x")] public string P { get; set; } = "v";
  public async Task<int> M([FromBody] User u, int n = 1) => await f(u);
}`,
    `
  Statement:(Import A.B
    Specifier:(ImportSpecifier *))
  Statement:(Class C
    Name:(Identifier C)
    Superclass:(Type D)
    Interface:(Type IE)
    Member:(Field P
      Decorator:(Decorator
        Expression:(Call
          Callee:(Identifier Key)
          Argument:(String x)))
      Modifier:(Modifier public)
      Name:(Identifier P)
      Type:(Type string)
      Value:(String v)
      Member:(Function get +Method +Accessor)
      Member:(Function set +Method +Accessor))
    Member:(Function M +Async +Method +ExpressionBody
      Modifier:(Modifier public)
      Modifier:(Modifier async)
      Name:(Identifier M)
      Parameter:(Parameter u
        Decorator:(Decorator
          Expression:(Identifier FromBody))
        Target:(Identifier u)
        Type:(Type User))
      Parameter:(Parameter n
        Target:(Identifier n)
        Type:(Type int)
        Default:(Number 1))
      ReturnType:(Type Task
        TypeArgument:(Type int))
      Body:(Await
        Operand:(Call
          Callee:(Identifier f)
          Argument:(Identifier u)))))`,
  ));

test("objects, arrays, members, what is declared in passing", () =>
  checkLowering(
    "csharp",
    `var a = new B(1) { C = 2 };
f(this, out var d, g: new[] { 1 });
if (o is string s) x?.y(s);`,
    `
  Statement:(VariableDeclaration var
    Declarator:(Declarator
      Target:(Identifier a)
      Type:(Type var)
      Value:(New +Shorthand
        Callee:(Type B)
        Argument:(Number 1)
        Argument:(NamedArgument C
          Value:(Number 2)))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier f)
      Argument:(This)
      Argument:(Declarator
        Target:(Identifier d)
        Type:(Type var))
      Argument:(NamedArgument g
        Value:(Array
          Element:(Number 1)))))
  Statement:(If
    Condition:(Binary is
      Left:(Identifier o)
      Right:(Type string)
      Target:(Declarator
        Target:(Identifier s)
        Type:(Type string)))
    Then:(ExpressionStatement
      Expression:(Call
        Callee:(Member y +Optional
          Object:(Identifier x))
        Argument:(Identifier s))))`,
  ));

test("text: verbatim, interpolated, raw", () =>
  checkLowering(
    "csharp",
    `f("a\\n\\x41", @"b""c\\", $"d{e:N2}f{{", $@"g""{h,5}", """i "j" """);`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier f)
      Argument:(String "a\\nA")
      Argument:(String "b\\"c\\\\")
      Argument:(Template
        Part:(String d)
        Part:(Identifier e)
        Part:(String "f{"))
      Argument:(Template
        Part:(String "g\\"")
        Part:(Identifier h))
      Argument:(String "i \\"j\\" ")))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("csharp", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("csharp", SAMPLE));
