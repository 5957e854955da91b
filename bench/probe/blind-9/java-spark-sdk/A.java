import com.iflytek.cloud.SpeechUtility;
import com.iflytek.cloud.SpeechConstant;

class A { void on(android.content.Context c) { SpeechUtility.createUtility(c, SpeechConstant.APPID + "=12345678"); } }
