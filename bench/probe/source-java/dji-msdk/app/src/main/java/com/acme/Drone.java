package com.acme;

import dji.v5.manager.SDKManager;
import dji.v5.manager.interfaces.SDKManagerCallback;

class Drone {
    void start(android.content.Context context, SDKManagerCallback callback) {
        SDKManager.getInstance().init(context, callback);
        SDKManager.getInstance().registerApp();
    }
}
