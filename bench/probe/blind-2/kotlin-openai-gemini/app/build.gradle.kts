dependencies {
    implementation("com.google.ai.client.generativeai:generativeai:0.9.0")
}
