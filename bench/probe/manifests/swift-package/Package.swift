// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "Desk",
    dependencies: [
        .package(url: "https://github.com/MacPaw/OpenAI.git", branch: "main"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.5.0"),
    ],
    targets: [.target(name: "Desk", dependencies: ["OpenAI"])]
)
