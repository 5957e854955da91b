<?php
$client = OpenAI::client($key);
$client->chat()->create(['model' => 'gpt-4o', 'messages' => $m]);
