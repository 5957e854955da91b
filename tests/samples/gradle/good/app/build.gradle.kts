plugins {
    kotlin("jvm") version "1.9.22"
    id("com.northwind.build") version "1.2.0"
}

val nw by extra("2.3.1")

dependencies {
    implementation("com.northwind:sdk:2.3.1") {
        exclude(group = "org.old", module = "old")
    }
    testImplementation(platform("org.borealis:bom:1.0.0"))
    implementation(kotlin("reflect"))
    compileOnly(group = "org.tensorlake", name = "client", version = "0.9.0")
}
dependencies {
    implementation(npm("@northwind/sdk", "2.3.1"))
    implementation(libs.sdk)
    api(project(":inner"))
}
