using System.Runtime.InteropServices;

internal static class OriginalSDK
{
    [DllImport("dhnetsdk.dll")]
    public static extern bool CLIENT_InitEx(IntPtr callback, IntPtr user, IntPtr param);

    [DllImport("dhnetsdk.dll")]
    public static extern IntPtr CLIENT_LoginWithHighLevelSecurity(IntPtr input, IntPtr output);
}
