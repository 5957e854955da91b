package com.acme.cams;

import com.sun.jna.Library;
import com.sun.jna.Native;

public interface Sdk extends Library {
    Sdk INSTANCE = Native.load("hcnetsdk", Sdk.class);

    boolean NET_DVR_Init();

    int NET_DVR_Login_V40(HcLogin login, HcDevice device);

    boolean NET_DVR_Cleanup();
}
