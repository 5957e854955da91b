plugins {
    id("com.android.application")
    id("com.huawei.agconnect")
}
dependencies {
    implementation("com.huawei.hms:push:6.11.0.300")
    implementation("androidx.core:core-ktx:1.12.0")
}
