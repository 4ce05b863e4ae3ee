<?php

// ruleid: weak-random
$_SESSION['token'] = md5(mt_rand());
// ruleid: weak-random
setcookie('remember', uniqid());
// ok: weak-random
$_SESSION['token'] = bin2hex(random_bytes(32));
