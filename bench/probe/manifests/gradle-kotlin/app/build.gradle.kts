dependencies {
    implementation("com.dji:dji-sdk-v5-aircraft:5.9.0")
    compileOnly("com.dji:dji-sdk-v5-aircraft-provided:5.9.0")
}
