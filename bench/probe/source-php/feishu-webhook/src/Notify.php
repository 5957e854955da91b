<?php

function notify(string $text): void
{
    $hook = 'https://open.feishu.cn/open-apis/bot/v2/hook/' . getenv('FEISHU_HOOK');
    file_get_contents($hook, false, stream_context_create(['http' => ['method' => 'POST', 'content' => json_encode(['msg_type' => 'text', 'content' => ['text' => $text]])]]));
}
