<?php
use Prism\Prism\Prism;
use Prism\Prism\Enums\Provider;
Prism::text()->using(Provider::Anthropic, 'claude-3-5-sonnet-latest')->asText();
