<?php

$client = new GuzzleHttp\Client(['base_uri' => 'https://dashscope-intl.aliyuncs.com']);
$client->post('/compatible-mode/v1/chat/completions', ['json' => ['model' => 'qwen-turbo', 'messages' => []]]);
