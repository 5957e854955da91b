package com.acme;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.mistralai.MistralAiChatModel;
import org.springframework.context.annotation.Bean;

class MistralConfig {
    @Bean
    ChatClient chatClient(MistralAiChatModel model) {
        return ChatClient.create(model);
    }
}
