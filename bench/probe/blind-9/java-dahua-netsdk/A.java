import com.netsdk.lib.NetSDKLib;

class A { void f() { NetSDKLib.NETSDK_INSTANCE.CLIENT_Init(null, null); } }
