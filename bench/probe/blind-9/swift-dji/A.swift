import DJISDK
class V: NSObject, DJISDKManagerDelegate { func start() { DJISDKManager.registerApp(with: self) } }
