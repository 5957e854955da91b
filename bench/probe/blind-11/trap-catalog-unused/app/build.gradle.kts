dependencies {
    implementation(libs.gemini.http)
    implementation(libs.mistral.grid)
}
