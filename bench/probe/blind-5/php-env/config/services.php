<?php
return ['openai' => ['key' => env('OPENAI_API_KEY'), 'organization' => env('OPENAI_ORGANIZATION')]];
