import java.net.URI;
import java.net.http.*;

class A {
  static final String HOST = "api.anthropic.com";
  HttpRequest r = HttpRequest.newBuilder(URI.create("https://" + HOST + "/v1/messages")).header("anthropic-version", "2023-06-01").build();
}
