package demo;

import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;

public class App {
    public static void main(String[] a) throws Exception {
        GenerationParam p = GenerationParam.builder().model("qwen-max").prompt("hi").build();
        System.out.println(new Generation().call(p));
    }
}
