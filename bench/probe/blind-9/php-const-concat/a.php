<?php
define('ERNIE', 'aip.' . 'baidubce' . '.com');
file_get_contents('https://' . ERNIE . '/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions');
