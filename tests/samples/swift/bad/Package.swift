let package = Package(
    name: computed(),
    dependencies: [
        .package(url: address(of: "northwind"), from: "1.0.0"),
        .package(url: "https://github.com/borealis/core", from: "1.0.0"),
