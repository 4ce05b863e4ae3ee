import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const C_SAMPLE = `
#include <stdio.h>
#define SIZE 16
typedef struct Node { int value, *next; char name[SIZE]; unsigned bits : 3; } Node, *NodePtr;
typedef int (*compare)(const void *, const void *);
enum Color { RED = 1, GREEN };
static const char *greeting = "a\\n" "b", list[] = {1, 2};
extern int matrix[3][4];
static inline int *find(const char *name, int n, ...) {
  int i = 0, *p = &i, q[5], (*fp)(int) = other;
  struct Node node = { .value = 1, 2 };
  for (int i = 0; i < 3; i++) continue;
  while (*p++) ; do { n--; } while (n > 0);
  if (strcmp(name, "x") == 0) { gets(q); } else if (n) free(p); else goto end;
  switch (n) { case 1: case 2: strcpy(q, name); break; default: ; }
#ifdef DEBUG
  printf(name);
#else
  log_it((char *)name, sizeof(int), sizeof node, node.next->value);
#endif
end: return n ? p : (int *)NULL;
}
void (*signal(int sig, void (*handler)(int)))(int);
`;

const CPP_SAMPLE = `
#include <string>
namespace shop::orders { int count; }
using namespace std; using std::string; namespace so = shop::orders;
template <typename T, int N = 5> class Orders : public Base<T>, private Hidden {
 public:
  Orders() : total_(1) { }
  explicit Orders(int a = 1, T &&b, ...) noexcept;
  virtual ~Orders() = default;
  static const int limit = 5; std::vector<int> items;
  template <class U> auto get(const U &u) const -> int { return u; }
  bool operator==(const Orders &o) const { return this->total_ == o.total_; }
  using Id = int; enum class Size : char { Small, Big = 2 };
  struct Inner { int q; } inner;
};
int Orders<T>::bar(int x) { return system(x); }
int main() {
  auto [p, q] = f(); int *i = new int[3]; delete[] i; Orders<int> f2(1, 2), f3{1}; std::string s(name);
  for (const auto &e : items) { std::cout << e << std::endl; }
  try { throw Error("x"); } catch (const std::exception &e) { log(e.what()); } catch (...) { }
  if (int x = f(); x > 1) { } else if (auto y = g()) { y->run<int>(1); }
  auto l = [&, x = 1](int a, auto b) mutable -> int { return static_cast<int>(a); };
  auto u = std::make_unique<int[]>(3); const char *raw = R"(a"b)"; return nullptr == u ? 'a' : sizeof(int);
}
extern "C" { int z(); }
`;

test("declarators make types, prototypes are functions", () =>
  checkLowering(
    "c",
    `static char *a = "x" "y", b[2];
int f(const char *s, ...);
int (*g)(int) = f;`,
    `
  Statement:(VariableDeclaration
    Modifier:(Modifier static)
    Declarator:(Declarator
      Target:(Identifier a)
      Type:(Type *
        TypeArgument:(Type char))
      Value:(String xy))
    Declarator:(Declarator
      Target:(Identifier b)
      Type:(Type "[]"
        TypeArgument:(Type char))
      Element:(Number 2)))
  Statement:(Function f
    Name:(Identifier f)
    Parameter:(Parameter s
      Modifier:(Modifier const)
      Target:(Identifier s)
      Type:(Type *
        TypeArgument:(Type char)))
    Parameter:(Parameter +Rest)
    ReturnType:(Type int))
  Statement:(VariableDeclaration
    Declarator:(Declarator
      Target:(Identifier g)
      Type:(Type *
        TypeArgument:(Type "()"
          TypeArgument:(Type int)
          Parameter:(Parameter
            Type:(Type int))))
      Value:(Identifier f)))`,
  ));

test("calls, members, casts, initialisers, the preprocessor", () =>
  checkLowering(
    "c",
    `#include <a.h>
#define N 5
#ifdef X
void m(void) { strcpy(p->buf, (char *)&s.a[1]); }
#endif
struct P p = { .x = 1 };`,
    `
  Statement:(Import a.h)
  Statement:(VariableDeclaration #define
    Declarator:(Declarator
      Target:(Identifier N)
      Value:(Number 5)))
  Statement:(Function m
    Name:(Identifier m)
    ReturnType:(Type void)
    Body:(Block
      Statement:(ExpressionStatement
        Expression:(Call
          Callee:(Identifier strcpy)
          Argument:(Member buf
            Object:(Identifier p))
          Argument:(Cast
            Type:(Type *
              TypeArgument:(Type char))
            Operand:(Unary "&"
              Operand:(Index
                Object:(Member a
                  Object:(Identifier s))
                Property:(Number 1))))))))
  Statement:(VariableDeclaration
    Declarator:(Declarator
      Target:(Identifier p)
      Type:(Type P)
      Value:(Object
        Element:(Pair
          Key:(String x)
          Value:(Number 1)))))`,
  ));

test("C++: classes, constructions, qualified names", () =>
  checkLowering(
    "cpp",
    `class A : public b::B<int> { A() : x_(1) {} int x_; };
int A::m(T &t) { std::string s(t), r{1}; return static_cast<int>(f<int>(t)); }`,
    `
  Statement:(Class A
    Name:(Identifier A)
    Superclass:(Type b.B
      TypeArgument:(Type int))
    Member:(Function A +Method +Accessor
      Name:(Identifier A)
      Init:(ExpressionStatement
        Expression:(Assign "="
          Target:(Member x_
            Object:(This))
          Value:(Number 1)))
      Body:(Block))
    Member:(Field x_
      Name:(Identifier x_)
      Type:(Type int)))
  Statement:(Function m +Method
    Object:(Type A)
    Name:(Identifier m)
    Parameter:(Parameter t
      Target:(Identifier t)
      Type:(Type "&"
        TypeArgument:(Type T)))
    ReturnType:(Type int)
    Body:(Block
      Statement:(VariableDeclaration
        Declarator:(Declarator
          Target:(Identifier s)
          Type:(Type std.string)
          Value:(New
            Callee:(Type std.string)
            Argument:(Identifier t)))
        Declarator:(Declarator
          Target:(Identifier r)
          Type:(Type std.string)
          Value:(New
            Callee:(Type std.string)
            Argument:(Number 1))))
      Statement:(Return
        Operand:(Cast static_cast
          Type:(Type int)
          Operand:(Call
            Callee:(Identifier f)
            TypeArgument:(Type int)
            Argument:(Identifier t))))))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("c", C_SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
  assert.deepEqual(await countKinds("cpp", CPP_SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", async () => {
  await checkBrokenTexts("c", C_SAMPLE);
  await checkBrokenTexts("cpp", CPP_SAMPLE);
});
