import TikTokOpenShareSDK
let req = TikTokShareRequest(localIdentifiers: ids, mediaType: .image, redirectURI: u)
