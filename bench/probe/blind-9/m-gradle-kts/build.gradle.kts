dependencies {
    implementation("com.anthropic:anthropic-java:1.2.0")
}
