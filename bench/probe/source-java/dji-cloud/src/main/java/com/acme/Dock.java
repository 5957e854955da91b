package com.acme;

import com.dji.sdk.cloudapi.device.DockModeCodeEnum;
import com.dji.sdk.cloudapi.wayline.api.AbstractWaylineService;

class Dock {
    DockModeCodeEnum mode;
    AbstractWaylineService service;
}
