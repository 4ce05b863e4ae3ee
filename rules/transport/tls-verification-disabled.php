<?php

$curl = curl_init('https://example.com/');
// ruleid: tls-verification-disabled
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, false);
// ruleid: tls-verification-disabled
curl_setopt($curl, CURLOPT_SSL_VERIFYHOST, 0);
// ok: tls-verification-disabled
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, true);
// ok: tls-verification-disabled
curl_setopt($curl, CURLOPT_SSL_VERIFYHOST, 2);
// ruleid: tls-verification-disabled
curl_setopt_array($curl, [CURLOPT_TIMEOUT => 5, CURLOPT_SSL_VERIFYPEER => false]);
// ruleid: tls-verification-disabled
$context = stream_context_create(['ssl' => ['verify_peer' => false]]);
// ok: tls-verification-disabled
$context = stream_context_create(['ssl' => ['verify_peer' => true]]);

// ruleid: weak-tls-version
curl_setopt($curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_SSLv3);
// ok: weak-tls-version
curl_setopt($curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
// ruleid: weak-tls-version
stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLSv1_0_CLIENT);
// ok: weak-tls-version
stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT);
// ruleid: tls-verification-disabled
curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, '0');
