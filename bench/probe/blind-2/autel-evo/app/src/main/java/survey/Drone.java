package survey;

import com.autel.sdk.Autel;
import com.autel.sdk.AutelSdkConfig;

class Drone {
    void init(android.content.Context c) { Autel.init(c, AutelSdkConfig.create("key"), null); }
}
