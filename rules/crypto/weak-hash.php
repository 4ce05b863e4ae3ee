<?php

// ruleid: weak-hash
$digest = md5($content);
// ruleid: weak-hash
$digest = sha1($content);
$algorithm = 'md5';
// ruleid: weak-hash
$digest = hash($algorithm, $content);
// ok: weak-hash
$digest = hash('sha256', $content);
// ok: weak-hash
$stored = password_hash($password, PASSWORD_DEFAULT);
