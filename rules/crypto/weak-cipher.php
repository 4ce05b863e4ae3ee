<?php

// ruleid: weak-cipher
$text = openssl_encrypt($data, 'des-ede3-cbc', $key, 0, $iv);
// ruleid: weak-cipher
$text = openssl_encrypt($data, 'AES-128-ECB', $key);
// ok: weak-cipher
$text = openssl_encrypt($data, 'aes-256-gcm', $key, 0, $iv, $tag);
// ruleid: weak-cipher
$text = mcrypt_encrypt(MCRYPT_DES, $key, $data, MCRYPT_MODE_ECB);
