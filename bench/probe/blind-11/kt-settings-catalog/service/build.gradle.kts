plugins { kotlin("jvm") }

dependencies {
    implementation(deps.chat)
    implementation(deps.json)
}
