<?php
namespace App\Http;

use OpenAI\Laravel\Facades\OpenAI;

class C { function go() { return OpenAI::chat()->create(['model' => 'gpt-4o-mini', 'messages' => []]); } }
