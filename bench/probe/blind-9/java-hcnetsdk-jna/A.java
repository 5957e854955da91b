import com.sun.jna.Library;
import com.sun.jna.Native;

interface HCNetSDK extends Library {
  HCNetSDK INSTANCE = Native.load("HCNetSDK", HCNetSDK.class);
  boolean NET_DVR_Init();
  int NET_DVR_Login_V40(Object a, Object b);
}
