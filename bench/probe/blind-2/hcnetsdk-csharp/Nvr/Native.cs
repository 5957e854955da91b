using System.Runtime.InteropServices;

internal static class Native
{
    [DllImport("HCNetSDK.dll")]
    public static extern bool NET_DVR_Init();
    [DllImport("HCNetSDK.dll")]
    public static extern int NET_DVR_Login_V40(ref LoginInfo info, ref DeviceInfo device);
}
