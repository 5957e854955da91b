<?php
function ernie(string $token, array $messages): array
{
    $ch = curl_init('https://aip.baidubce.com/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro?access_token=' . $token);
    curl_setopt_array($ch, [CURLOPT_POST => true, CURLOPT_RETURNTRANSFER => true, CURLOPT_POSTFIELDS => json_encode(['messages' => $messages])]);
    return json_decode(curl_exec($ch), true);
}
