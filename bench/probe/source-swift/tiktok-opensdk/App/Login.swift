import TikTokOpenAuthSDK

let request = TikTokAuthRequest(scopes: ["user.info.basic"], redirectURI: "https://example.com/callback")
request.send()
