<?php

$client = new MongoDB\Client('mongodb://localhost');
$collection = $client->selectCollection('shop', 'users');
// ruleid: nosql-injection
$collection->findOne(['name' => $_POST['name'], 'password' => $_POST['password']]);
// ok: nosql-injection
$collection->findOne(['name' => (string) $_POST['name']]);
// ok: nosql-injection
$collection->findOne(['id' => (int) $_POST['id']]);
