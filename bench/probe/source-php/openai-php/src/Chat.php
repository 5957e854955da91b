<?php

namespace App;

use OpenAI\Client;

final class Chat
{
    public function __construct(private Client $client) {}

    public static function make(): self
    {
        return new self(\OpenAI::client(getenv('OPENAI_API_KEY')));
    }

    public function ask(string $text): string
    {
        return $this->client->chat()->create(['model' => 'gpt-4o-mini', 'messages' => [['role' => 'user', 'content' => $text]]])->choices[0]->message->content;
    }
}
