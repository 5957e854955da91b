package com.acme.cam;

import com.netsdk.lib.NetSDKLib;
import com.netsdk.lib.ToolKits;

public class Login {
    static final NetSDKLib SDK = NetSDKLib.NETSDK_INSTANCE;

    public static NetSDKLib.LLong login(String ip, int port, String user, String password) {
        NetSDKLib.NET_IN_LOGIN_WITH_HIGHLEVEL_SECURITY in = new NetSDKLib.NET_IN_LOGIN_WITH_HIGHLEVEL_SECURITY();
        NetSDKLib.NET_OUT_LOGIN_WITH_HIGHLEVEL_SECURITY out = new NetSDKLib.NET_OUT_LOGIN_WITH_HIGHLEVEL_SECURITY();
        in.nPort = port;
        return SDK.CLIENT_LoginWithHighLevelSecurity(in, out);
    }
}
