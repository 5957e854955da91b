import DJISDK
import UIKit

final class Drone: NSObject, DJISDKManagerDelegate {
    func start() { DJISDKManager.registerApp(with: self) }
    func appRegisteredWithError(_ error: Error?) { DJISDKManager.startConnectionToProduct() }
    func didUpdateDatabaseDownloadProgress(_ progress: Progress) {}
}
