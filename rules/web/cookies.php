<?php

// ruleid: insecure-cookie
setcookie('session', $id, ['secure' => false, 'httponly' => true]);
// ruleid: insecure-cookie
setcookie('session', $id, 0, '/', '', false, true);
// ok: insecure-cookie
setcookie('session', $id, ['secure' => true, 'httponly' => true, 'samesite' => 'Lax']);
// ruleid: insecure-cookie
ini_set('session.cookie_httponly', 0);
// ruleid: insecure-cookie
setcookie('session', $id, $expires, $path, $domain, false, true);
// ruleid: insecure-cookie
setcookie('session', $id, $expires, $path, $domain, true, false);
// ok: insecure-cookie
setcookie('session', $id, $expires, $path, $domain, true, true);
// ruleid: permissive-cors
header('Access-Control-Allow-Origin: *');
// ruleid: permissive-cors
header("Access-Control-Allow-Origin: " . $_SERVER['HTTP_ORIGIN']);
// ok: permissive-cors
header('Access-Control-Allow-Origin: https://shop.example.com');
// ruleid: permissive-cors
$response->headers->set('Access-Control-Allow-Origin', '*');
// ok: permissive-cors
$response->headers->set('Access-Control-Allow-Headers', '*');
// ruleid: session-fixation
session_id($_GET['session']);
// ok: session-fixation
session_id(bin2hex(random_bytes(16)));
// ruleid: permissive-cors
$answer = new Response($text, 200, ['Access-Control-Allow-Origin' => '*']);
// ok: permissive-cors
$answer = new Response($text, 200, ['Access-Control-Allow-Origin' => 'https://shop.example.com']);
