plugins { id("com.android.application") }
dependencies { implementation("com.huawei.hms:push:6.12.0.300") }
