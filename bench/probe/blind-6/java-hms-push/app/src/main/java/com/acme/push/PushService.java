package com.acme.push;

import com.huawei.hms.push.HmsMessageService;
import com.huawei.hms.push.RemoteMessage;

public class PushService extends HmsMessageService {
    @Override
    public void onNewToken(String token) {
        TokenStore.save(this, token);
    }

    @Override
    public void onMessageReceived(RemoteMessage message) {
        Notifier.show(this, message.getData());
    }
}
