<?php

use Prism\Prism\Enums\Provider;
use Prism\Prism\Prism;

return Prism::text()->using(Provider::Mistral, 'mistral-large-latest')->withPrompt('hello')->asText();
