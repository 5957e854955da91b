<?php
use EasyWeChat\OfficialAccount\Application;
$app = new Application(['app_id' => 'wx3cf0f39249eb0exx', 'secret' => 'x']);
