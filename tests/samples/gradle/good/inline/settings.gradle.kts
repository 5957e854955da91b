dependencyResolutionManagement {
    versionCatalogs {
        create("deps") {
            version("wind", "2.3.1")
            library("chat", "com.northwind", "sdk").versionRef("wind")
            library("core", "org.borealis:core:1.0.0")
            library("late", "org.borealis:late").withoutVersion()
        }
    }
}
