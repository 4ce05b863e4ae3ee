<?php

// ruleid: hard-coded-key
$text = openssl_encrypt($data, 'aes-256-gcm', 'correct horse battery', 0, $iv, $tag);
// ok: hard-coded-key
$text = openssl_encrypt($data, 'aes-256-gcm', getenv('DATA_KEY'), 0, $iv, $tag);
$key = 'correct horse battery';
// ruleid: hard-coded-key
$mac = hash_hmac('sha256', $data, $key);
// ruleid: fixed-nonce
$text = openssl_encrypt($data, 'aes-256-cbc', $secret, 0, '1234567890123456');
// ok: fixed-nonce
$text = openssl_encrypt($data, 'aes-256-cbc', $secret, 0, random_bytes(16));
