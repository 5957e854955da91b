import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;

class A { AnthropicClient c = AnthropicOkHttpClient.fromEnv(); }
