<?php

namespace App\Services;

use Illuminate\Support\Facades\Http;

class Answers
{
    public function ask(string $q): string
    {
        return Http::withHeaders(['x-api-key' => config('services.claude.key'), 'anthropic-version' => '2023-06-01'])
            ->post('https://api.anthropic.com/v1/messages', ['model' => config('services.claude.model'), 'max_tokens' => 500,
                'messages' => [['role' => 'user', 'content' => $q]]])->json('content.0.text');
    }
}
