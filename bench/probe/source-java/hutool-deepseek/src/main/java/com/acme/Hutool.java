package com.acme;

import cn.hutool.ai.AIServiceFactory;
import cn.hutool.ai.core.AIConfigBuilder;
import cn.hutool.ai.model.deepseek.DeepSeekService;

class Hutool {
    String ask(String key) {
        DeepSeekService service = AIServiceFactory.getAIService(new AIConfigBuilder("deepseek").setApiKey(key).build(), DeepSeekService.class);
        return service.chat("hi");
    }
}
