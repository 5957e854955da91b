package com.acme;

/**
 * Counts words. See <a href="https://platform.openai.com/tokenizer">the tokenizer of OpenAI</a> for another way;
 * {@code com.anthropic.client.AnthropicClient} counts by itself.
 */
class Tokens {
    int count(String text) {
        return text.split("\\s+").length;
    }
}
