rootProject.name = "survey"
include(":app")
