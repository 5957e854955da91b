import dji.sdk.keyvalue.key.GimbalKey
import dji.v5.et.create
import dji.v5.et.get

fun attitude() = GimbalKey.KeyGimbalAttitude.create().get()
