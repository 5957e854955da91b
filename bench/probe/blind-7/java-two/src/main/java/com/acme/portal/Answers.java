package com.acme.portal;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Service;

@Service
class Answers {
    private final ChatClient client;

    Answers(ChatClient.Builder builder) {
        this.client = builder.build();
    }

    String to(String question) {
        return client.prompt().user(question).call().content();
    }
}
