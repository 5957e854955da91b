package com.acme

import android.app.Activity
import com.tiktok.open.sdk.share.Format
import com.tiktok.open.sdk.share.MediaType
import com.tiktok.open.sdk.share.ShareApi
import com.tiktok.open.sdk.share.ShareRequest

fun share(activity: Activity, request: ShareRequest) = ShareApi(activity).share(request)
