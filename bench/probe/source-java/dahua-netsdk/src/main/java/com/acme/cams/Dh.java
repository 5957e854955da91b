package com.acme.cams;

import com.netsdk.lib.NetSDKLib;
import com.netsdk.lib.NetSDKLib.LLong;

class Dh {
    LLong login() {
        NetSDKLib.NETSDK_INSTANCE.CLIENT_Init(null, null);
        return NetSDKLib.NETSDK_INSTANCE.CLIENT_LoginWithHighLevelSecurity(null, null);
    }
}
