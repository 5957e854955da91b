package com.acme.fly

import dji.v5.manager.datacenter.MediaDataCenter
import dji.v5.common.error.IDJIError

class VideoFeed {
    fun start() { MediaDataCenter.getInstance().cameraStreamManager }
}
