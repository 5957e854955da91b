<?php
use Prism\Prism\Prism;
use Prism\Prism\Enums\Provider;

$r = Prism::text()->using(Provider::Anthropic, 'claude-3-7-sonnet-latest')->withPrompt('x')->asText();
