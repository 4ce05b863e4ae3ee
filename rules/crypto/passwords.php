<?php

$password = 'seven-dwarfs';
// ruleid: hard-coded-password
$db = new PDO('mysql:host=localhost', 'shop', 'seven-dwarfs');
// ruleid: hard-coded-password
$db = mysqli_connect('localhost', 'shop', $password);
// ok: hard-coded-password
$db = new PDO('mysql:host=localhost', 'shop', getenv('DATABASE_PASSWORD'));
// ok: hard-coded-password
$db = new PDO('sqlite:shop.db', '', '');
// ruleid: hard-coded-password
ldap_bind($directory, 'cn=reader', 'seven-dwarfs');
// ruleid: fixed-salt
$digest = hash_pbkdf2('sha256', $given, 'pepper', 600000);
// ok: fixed-salt
$digest = hash_pbkdf2('sha256', $given, random_bytes(16), 600000);
// ruleid: fixed-salt
$digest = crypt($given, '$6$rounds=5000$pepper$');
// ok: fixed-salt
$same = hash_equals($stored, crypt($given, $stored));
