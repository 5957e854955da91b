import okhttp3.*;

class A {
    private static final String HOST = "https://aip.baidubce.com";
    Call ask(OkHttpClient c, String t, RequestBody b) {
        return c.newCall(new Request.Builder().url(HOST + "/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions?access_token=" + t).post(b).build());
    }
}
