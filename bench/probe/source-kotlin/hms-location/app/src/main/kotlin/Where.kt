import com.huawei.hms.location.FusedLocationProviderClient
import com.huawei.hms.location.LocationServices

fun provider(activity: android.app.Activity): FusedLocationProviderClient =
    LocationServices.getFusedLocationProviderClient(activity)
