<?php

namespace App\Services;

use Prism\Prism\Enums\Provider;
use Prism\Prism\Prism;

final class Summary
{
    public function of(string $text): string
    {
        return Prism::text()->using(Provider::Mistral, 'mistral-large-latest')->withPrompt($text)->asText()->text;
    }
}
