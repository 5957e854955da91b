package com.acme.push

import com.huawei.hms.push.HmsMessageService
import com.huawei.hms.push.RemoteMessage

class PushService : HmsMessageService() {
    override fun onMessageReceived(message: RemoteMessage?) {}
}
