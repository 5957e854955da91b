import PAGAdSDK
import UIKit

final class AdService: NSObject {
    func start() {
        let config = PAGConfig.share()
        config.appID = "8025677"
        PAGSdk.start(with: config) { _, error in print(error ?? "ok") }
    }
}
