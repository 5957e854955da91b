val intents = listOf(
    "com.huawei.systemmanager" to "com.huawei.systemmanager.startupmgr.ui.StartupNormalAppListActivity",
    "com.miui.securitycenter" to "com.miui.permcenter.autostart.AutoStartManagementActivity",
)
