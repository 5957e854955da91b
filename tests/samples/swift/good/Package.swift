// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "Harbour",
    dependencies: [
        .package(url: "https://github.com/northwind/sdk-swift.git", from: "2.3.1"),
        .package(url: "git@github.com:borealis/core.git", exact: "1.0.0"),
        .package(id: "tensorlake.client", from: "0.9.0"),
        .package(path: "../Crew"),
        // .package(url: "https://github.com/northwind/commented", from: "1.0.0"),
    ],
    targets: [.target(name: "Pilot", dependencies: ["SDK"])]
)
