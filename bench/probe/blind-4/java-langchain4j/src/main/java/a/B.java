package a;

import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;

class B {
    Object m = GoogleAiGeminiChatModel.builder().modelName("gemini-2.0-flash-lite").build();
}
