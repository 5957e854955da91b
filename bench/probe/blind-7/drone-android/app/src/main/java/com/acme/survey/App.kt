package com.acme.survey

import android.app.Application
import com.baidu.mapapi.SDKInitializer
import dji.v5.manager.SDKManager

class App : Application() {
    override fun onCreate() {
        super.onCreate()
        SDKInitializer.initialize(this)
        SDKManager.getInstance()
    }
}
