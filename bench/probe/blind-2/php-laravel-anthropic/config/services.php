<?php
return [
    'mailgun' => ['secret' => env('MAILGUN_SECRET')],
    'claude' => [
        'key' => env('ANTHROPIC_API_KEY'),
        'model' => env('CLAUDE_MODEL', 'claude-sonnet-4-20250514'),
    ],
];
