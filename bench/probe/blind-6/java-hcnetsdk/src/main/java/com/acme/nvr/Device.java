package com.acme.nvr;

import com.sun.jna.Library;
import com.sun.jna.Native;

public interface Device extends Library {
    Device INSTANCE = Native.load("hcnetsdk", Device.class);

    boolean NET_DVR_Init();

    int NET_DVR_GetLastError();

    boolean NET_DVR_Cleanup();
}
