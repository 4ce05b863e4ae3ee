<?php

$pattern = $_GET['pattern'];
// ruleid: regex-injection
preg_match('/' . $pattern . '/', 'text');
// ok: regex-injection
preg_match('/' . preg_quote($pattern, '/') . '/', 'text');
// ok: regex-injection
preg_match('/^a+$/', $_GET['text']);
