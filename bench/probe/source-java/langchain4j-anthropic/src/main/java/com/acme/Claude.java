package com.acme;

import dev.langchain4j.model.anthropic.AnthropicChatModel;

class Claude {
    AnthropicChatModel model() {
        return AnthropicChatModel.builder().apiKey(System.getenv("ANTHROPIC_API_KEY")).modelName("claude-3-5-sonnet-20241022").build();
    }
}
