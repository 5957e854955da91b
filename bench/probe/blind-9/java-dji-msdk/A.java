import dji.v5.manager.SDKManager;
import dji.v5.manager.aircraft.virtualstick.VirtualStickManager;

class A { void f() { VirtualStickManager.getInstance().enableVirtualStick(null); } }
