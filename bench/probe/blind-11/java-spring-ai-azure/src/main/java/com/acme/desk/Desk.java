package com.acme.desk;

import org.springframework.ai.azure.openai.AzureOpenAiChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.stereotype.Service;

@Service
class Desk {
    private final AzureOpenAiChatModel model;

    Desk(AzureOpenAiChatModel model) {
        this.model = model;
    }

    String answer(String q) {
        return model.call(new Prompt(q)).getResult().getOutput().getText();
    }
}
