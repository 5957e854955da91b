import com.alibaba.dashscope.aigc.generation.Generation;
import com.alibaba.dashscope.aigc.generation.GenerationParam;

class A { Object call() throws Exception { return new Generation().call(GenerationParam.builder().model("qwen-plus").build()); } }
