using System.Runtime.InteropServices;

static class Cam
{
    [DllImport("HCNetSDK.dll")]
    public static extern bool NET_DVR_Init();
}
