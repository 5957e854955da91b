package com.acme;

import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.bean.result.WxMpUser;

class Wx {
    WxMpUser user(WxMpService service, String openId) throws Exception {
        return service.getUserService().userInfo(openId);
    }
}
