rule pangle { strings: $a = "com.bytedance.sdk.openadsdk" condition: $a }
