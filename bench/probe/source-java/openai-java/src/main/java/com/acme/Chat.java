package com.acme;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.ChatModel;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

public final class Chat {
    private final OpenAIClient client = OpenAIOkHttpClient.fromEnv();

    String ask(String text) {
        var params = ChatCompletionCreateParams.builder().addUserMessage(text).model(ChatModel.GPT_4_1).build();
        return client.chat().completions().create(params).choices().get(0).message().content().orElse("");
    }
}
