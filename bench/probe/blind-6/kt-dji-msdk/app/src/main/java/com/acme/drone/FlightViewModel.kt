package com.acme.drone

import androidx.lifecycle.ViewModel
import dji.sdk.keyvalue.key.FlightControllerKey
import dji.v5.et.create
import dji.v5.et.listen
import dji.v5.manager.SDKManager

class FlightViewModel : ViewModel() {
    fun start() {
        FlightControllerKey.KeyAircraftLocation3D.create().listen(this) { update(it) }
        SDKManager.getInstance().registerApp()
    }
}
