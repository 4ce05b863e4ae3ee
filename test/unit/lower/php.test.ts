import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../../../server/src/syntax/kind.ts";
import { checkBrokenTexts, checkLowering, countKinds } from "./check.ts";

const SAMPLE = `<html><?= $title ?>
<?php
namespace App\\Http;
use Lib\\{Db, Log as Logger};
use function Lib\\clean;
#[Route("/x")]
abstract class Users extends \\Base implements Shown {
  use Cached;
  public const LIMIT = 1, NAME = 'a';
  private ?string $name = "a$b";
  public function __construct(private readonly int $id, &$out = [], ...$rest) { parent::__construct(); $this->id = $id; }
  static function find(int|string $id): ?static {
    global $db;
    $rows = $db->query("select {$id['x']} from $table->name where a = '" . $_GET['a'] . "'") ?? null;
    foreach ($rows as $key => [$a, , $b]) { echo $a, "\\n"; }
    if ($a): print($b); elseif (!isset($c)): \`ls $c\`; else: exit(1); endif;
    try { include $file; } catch (NotFound | Gone $e) { throw new Error(code: 5); } finally { unset($x, $y); }
    $f = function ($q) use (&$rows): int { return @count($rows) ?: 0; };
    $g = fn($v) => $v?->name::class;
    $m = match (true) { 1, 2 => 'a', default => throw new Error() };
    for ($i = 0, $j = 1; $i < 3; $i++) { switch ($i) { case 1: continue 2; default: break; } }
    do { $list['k'][] = (int) $x; } while (++$i < 4);
    return new class(1) extends Base { public $z = <<<EOT
      a $b
      EOT; };
  }
}
enum Suit: string { case Hearts = 'h'; const Wild = self::Hearts; }
?>
<ul><?php foreach ($users as $user): ?><li><?= $user ?></li><?php endforeach; ?></ul>
`;

test("variables, members, calls, concatenation", () =>
  checkLowering(
    "php",
    `<?php
$this->db->query("a $b" . $_GET['c']);
X::find($id, name: 'n')?->x;
$o->$p(...$q);`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Member query
        Object:(Member db
          Object:(This)))
      Argument:(Binary .
        Left:(Template
          Part:(String "a ")
          Part:(Identifier $b))
        Right:(Index
          Object:(Identifier $_GET)
          Property:(String c)))))
  Statement:(ExpressionStatement
    Expression:(Member x +Optional
      Object:(Call
        Callee:(Member find
          Object:(Identifier X))
        Argument:(Identifier $id)
        Argument:(NamedArgument name
          Value:(String n)))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Index +Computed
        Object:(Identifier $o)
        Property:(Identifier $p))
      Argument:(Spread
        Operand:(Identifier $q))))`,
  ));

test("constructs with keywords are calls, also between HTML", () =>
  checkLowering(
    "php",
    `<p><?= $a ?></p><?php echo $b, 'c'; include 'd.php'; \`ls $e\`; exit;`,
    `
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier echo)
      Argument:(Identifier $a)))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier echo)
      Argument:(Identifier $b)
      Argument:(String c)))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier include)
      Argument:(String d.php)))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier shell_exec)
      Argument:(Template
        Part:(String "ls ")
        Part:(Identifier $e))))
  Statement:(ExpressionStatement
    Expression:(Call
      Callee:(Identifier exit)))`,
  ));

test("classes, imports, arrays, loops", () =>
  checkLowering(
    "php",
    `<?php
use A\\B as C;
class D extends \\E { private static ?int $f = 1; }
foreach (['g' => 1, 2] as $k => list($v, , $w)) {}`,
    `
  Statement:(Import "A\\\\B"
    Specifier:(ImportSpecifier *
      Alias:(Identifier C)))
  Statement:(Class D
    Name:(Identifier D)
    Superclass:(Identifier E)
    Member:(Field f +Static
      Modifier:(Modifier private)
      Modifier:(Modifier static)
      Name:(Identifier f)
      Type:(Type int +Optional)
      Value:(Number 1)))
  Statement:(ForEach entries
    Target:(Tuple
      Element:(Identifier $k)
      Element:(Array
        Element:(Identifier $v)
        Element:(Empty)
        Element:(Identifier $w)))
    Iterable:(Object
      Element:(Pair
        Key:(String g)
        Value:(Number 1))
      Element:(Number 2))
    Body:(Block))`,
  ));

test("quotes and escapes", () =>
  checkLowering(
    "php",
    `<?php
$a = 'b\\'c\\n' . "d\\n\\x41\\d\\$e";
$h = <<<'X'
    f $g
      h
    X;`,
    `
  Statement:(ExpressionStatement
    Expression:(Assign "="
      Target:(Identifier $a)
      Value:(Binary .
        Left:(String "b'c\\\\n")
        Right:(String "d\\nA\\\\d$e"))))
  Statement:(ExpressionStatement
    Expression:(Assign "="
      Target:(Identifier $h)
      Value:(String "f $g\\n  h")))`,
  ));

test("ordinary code has no opaque and no broken nodes", async () => {
  assert.deepEqual(await countKinds("php", SAMPLE, Kind.Opaque, Kind.Error), [0, 0]);
});

test("broken code lowers too", () => checkBrokenTexts("php", SAMPLE));
