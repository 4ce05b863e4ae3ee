<?php

use GuzzleHttp\Client;

$url = $_GET['url'];
// ruleid: server-side-request-forgery
$curl = curl_init($url);
// ruleid: server-side-request-forgery
curl_setopt($curl, CURLOPT_URL, $url);
// ok: server-side-request-forgery
curl_setopt($curl, CURLOPT_USERAGENT, $_GET['agent']);
// ruleid: server-side-request-forgery
echo htmlspecialchars(file_get_contents($url));
// ok: server-side-request-forgery
$curl = curl_init('https://api.example.com/items/' . urlencode($_GET['id']));
$client = new Client();
// ruleid: server-side-request-forgery
$client->request('GET', $_POST['hook']);
// ruleid: server-side-request-forgery
$client->get($_POST['hook']);
$address = $_GET['address'];
if (in_array(parse_url($address, PHP_URL_HOST), ['api.example.com'], true)) {
    // ok: server-side-request-forgery
    $curl = curl_init($address);
}
$parts = parse_url($address);
if ($parts['host'] !== 'api.example.com') {
    exit;
}
// ok: server-side-request-forgery
$curl = curl_init($address);
