<?php

// ruleid: insecure-cookie
setcookie('session', $id, ['secure' => false, 'httponly' => true]);
// ruleid: insecure-cookie
setcookie('session', $id, 0, '/', '', false, true);
// ok: insecure-cookie
setcookie('session', $id, ['secure' => true, 'httponly' => true, 'samesite' => 'Lax']);
// ruleid: insecure-cookie
ini_set('session.cookie_httponly', 0);
