import com.huawei.hms.maps.MapView
import com.huawei.hms.location.LocationServices

class M(val view: MapView)
