plugins { id("com.android.application") }

dependencies {
    implementation(libs.okhttp)
    implementation(libs.flight.core)
    runtimeOnly(libs.flight.net)
}
