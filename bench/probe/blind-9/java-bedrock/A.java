import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

class A { void f(BedrockRuntimeClient c) { c.invokeModel(r -> r.modelId("mistral.mixtral-8x7b-instruct-v0:1")); } }
