plugins { id("com.android.application"); kotlin("android") }
dependencies {
    implementation(libs.aircraft)
    implementation(libs.core)
    implementation(files("libs/BaiduLBS_Android.jar"))
}
