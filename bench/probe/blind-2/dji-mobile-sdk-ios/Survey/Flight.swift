import DJISDK

final class Flight: NSObject, DJISDKManagerDelegate {
    func start() { DJISDKManager.registerApp(with: self) }
    func appRegisteredWithError(_ error: Error?) {}
    func didUpdateDatabaseDownloadProgress(_ progress: Progress) {}
}
