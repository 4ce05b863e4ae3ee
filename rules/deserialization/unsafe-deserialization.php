<?php

// ruleid: unsafe-deserialization
$cart = unserialize($_COOKIE['cart']);
// ruleid: unsafe-deserialization
$cart = unserialize(base64_decode($_COOKIE['cart']));
// ok: unsafe-deserialization
$cart = unserialize($_COOKIE['cart'], ['allowed_classes' => false]);
// ok: unsafe-deserialization
$cart = json_decode($_COOKIE['cart'], true);
