<?php

$code = $_POST['code'];
// ruleid: code-injection
eval($code);
// ruleid: code-injection
eval('return ' . $code . ';');
// ok: code-injection
eval('return ' . (int) $code . ';');
// ruleid: code-injection
assert($code);
// ruleid: code-injection
$f = create_function('$x', "return $code;");
// ruleid: code-injection
preg_replace('/(.*)/e', $code, 'x');
// ok: code-injection
preg_replace('/(.*)/i', $code, 'x');
// ruleid: code-injection
call_user_func($_GET['callback'], 1);
// ok: code-injection
call_user_func('strtolower', $_GET['name']);
// ruleid: code-injection
include $_GET['page'] . '.php';
// ruleid: code-injection
require_once('pages/' . $_GET['page']);
$pages = ['home' => 'home.php', 'about' => 'about.php'];
// ok: code-injection
include $pages[$_GET['page']];
if (in_array($_GET['page'], ['home', 'about'])) {
    // ok: code-injection
    include $_GET['page'] . '.php';
}
// ok: code-injection
include __DIR__ . '/pages/' . basename($_GET['page']) . '.php';
$called = $_GET['called'];
// ruleid: code-injection
$called('fixed');
// ruleid: code-injection
$made = new $called('fixed');
$shout = fn($text) => strtoupper($text . $called);
// ok: code-injection
$shout('fixed');
class Pages
{
    public $last = '';

    public function show($page)
    {
        return $page;
    }
}
$pages = new Pages();
$pages->last = $_GET['last'];
// ok: code-injection
call_user_func_array([$pages, 'show'], [$_GET['page']]);
// ruleid: code-injection
call_user_func_array([$pages, $_GET['method']], ['home']);
