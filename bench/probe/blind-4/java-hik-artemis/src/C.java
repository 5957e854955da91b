import com.hikvision.artemis.sdk.ArtemisHttpUtil;
import com.hikvision.artemis.sdk.config.ArtemisConfig;

class C {
    static { ArtemisConfig.host = "10.1.1.1:443"; }
}
