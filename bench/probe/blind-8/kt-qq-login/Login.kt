import com.tencent.tauth.IUiListener
import com.tencent.tauth.Tencent

val qq = Tencent.createInstance(APP_ID, context)
