<?php
$ch = curl_init('https://api.anthropic.com/v1/messages');
curl_setopt($ch, CURLOPT_HTTPHEADER, ['x-api-key: ' . $k, 'anthropic-version: 2023-06-01']);
curl_exec($ch);
