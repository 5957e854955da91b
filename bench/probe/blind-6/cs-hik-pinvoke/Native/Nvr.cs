using System.Runtime.InteropServices;

internal static class Nvr
{
    [DllImport("HCNetSDK.dll")]
    internal static extern bool NET_DVR_SetConnectTime(uint wait, uint attempts);

    [DllImport("HCNetSDK.dll")]
    internal static extern int NET_DVR_Login_V40(ref LoginInfo info, ref DeviceInfo device);
}
