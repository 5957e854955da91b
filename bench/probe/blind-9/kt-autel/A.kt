import com.autel.sdk.Autel
import com.autel.sdk.product.BaseProduct

fun go(ctx: android.content.Context) { Autel.init(ctx, cfg, cb) }
