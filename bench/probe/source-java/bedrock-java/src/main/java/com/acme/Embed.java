package com.acme;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

class Embed {
    byte[] embed(BedrockRuntimeClient client, String json) {
        return client.invokeModel(r -> r.modelId("cohere.embed-multilingual-v3").body(SdkBytes.fromUtf8String(json))).body().asByteArray();
    }
}
