BRAND_ICONS = ["si-openai", "si-anthropic", "si-huawei", "si-tiktok", "si-dji", "si-alibabacloud", "si-zalo"]
