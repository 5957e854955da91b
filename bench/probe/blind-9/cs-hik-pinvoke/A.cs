using System.Runtime.InteropServices;
static class Cam {
  [DllImport(@"..\bin\HCNetSDK.dll")] public static extern bool NET_DVR_Init();
  [DllImport("PlayCtrl.dll")] public static extern bool PlayM4_GetPort(ref int p);
}
