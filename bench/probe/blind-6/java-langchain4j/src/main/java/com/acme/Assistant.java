package com.acme;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.vertexai.gemini.VertexAiGeminiChatModel;

public final class Assistant {
    static ChatModel model() {
        return VertexAiGeminiChatModel.builder()
                .project(System.getenv("GCP_PROJECT"))
                .location("us-central1")
                .modelName("gemini-2.0-flash-001")
                .build();
    }
}
