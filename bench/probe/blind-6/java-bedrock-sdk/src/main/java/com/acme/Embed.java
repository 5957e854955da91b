package com.acme;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

public class Embed {
    private static final String MODEL = "cohere.embed-multilingual-v3";
    private final BedrockRuntimeClient client = BedrockRuntimeClient.create();

    public String embed(String json) {
        return client.invokeModel(b -> b.modelId(MODEL).body(SdkBytes.fromUtf8String(json))).body().asUtf8String();
    }
}
