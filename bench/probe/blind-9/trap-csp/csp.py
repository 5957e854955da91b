CSP_FRAME_SRC = ["'self'"]
BLOCKED = {'tiktok.com', 'douyin.com', 'weixin.qq.com'}
