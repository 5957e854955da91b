using System.Runtime.InteropServices;

public static class CHCNetSDK
{
    [DllImport(@"HCNetSDK.dll")]
    public static extern bool NET_DVR_Init();

    [DllImport(@"HCNetSDK.dll")]
    public static extern int NET_DVR_RealPlay_V40(int user, ref int info, IntPtr callback, IntPtr data);
}
