import org.springframework.ai.zhipuai.ZhiPuAiChatModel;
import org.springframework.ai.zhipuai.api.ZhiPuAiApi;

class A { ZhiPuAiChatModel m = new ZhiPuAiChatModel(new ZhiPuAiApi(System.getenv("K"))); }
