<?php
/* Plugin Name: Helper */
define('HELPER_API', 'https://api.deepseek.com/chat/completions');
function helper_ask($p) { return wp_remote_post(HELPER_API, ['body' => wp_json_encode(['model' => 'deepseek-chat', 'messages' => [['role' => 'user', 'content' => $p]]])]); }
