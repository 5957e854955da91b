import com.huawei.hms.aaid.HmsInstanceId
import com.huawei.agconnect.AGConnectOptionsBuilder

fun token(ctx: android.content.Context) = HmsInstanceId.getInstance(ctx).getToken(id, "HCM")
