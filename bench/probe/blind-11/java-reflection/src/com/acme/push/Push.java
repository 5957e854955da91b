package com.acme.push;

final class Push {
    static Object config() throws ReflectiveOperationException {
        return Class.forName("com.tencent.android.tpush.XGPushConfig").getMethod("enableDebug", android.content.Context.class, boolean.class);
    }
}
