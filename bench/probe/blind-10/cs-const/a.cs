public class R { const string Dll = "HyteraSDK.dll"; [DllImport(Dll)] static extern int Hytera_Connect(); }
