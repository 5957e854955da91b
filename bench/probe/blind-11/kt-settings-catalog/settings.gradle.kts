dependencyResolutionManagement {
    versionCatalogs {
        create("deps") {
            version("ai", "2.1.0")
            library("chat", "com.anthropic", "anthropic-java").versionRef("ai")
            library("json", "com.fasterxml.jackson.core:jackson-databind:2.17.0")
        }
    }
}
