<?php
$client = new GuzzleHttp\Client(['base_uri' => 'https://api.mistral.ai/v1/']);
$client->post('chat/completions', ['json' => ['model' => 'open-mistral-nemo']]);
