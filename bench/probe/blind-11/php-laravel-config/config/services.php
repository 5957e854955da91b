<?php

return [
    'postmark' => ['token' => env('POSTMARK_TOKEN')],
    'chat' => [
        'endpoint' => env('CHAT_URL', 'https://api.openai.com/v1'),
        'organization' => env('OPENAI_ORGANIZATION'),
    ],
];
