package com.acme;

import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;

class Tongyi {
    Object call() throws Exception {
        return new Generation().call(GenerationParam.builder().model("qwen-max").prompt("hi").build());
    }
}
