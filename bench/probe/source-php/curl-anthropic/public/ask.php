<?php
$ch = curl_init('https://api.anthropic.com/v1/messages');
curl_setopt($ch, CURLOPT_HTTPHEADER, ['x-api-key: ' . getenv('CLAUDE_KEY'), 'anthropic-version: 2023-06-01']);
curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['model' => 'claude-3-haiku-20240307', 'max_tokens' => 300]));
echo curl_exec($ch);
