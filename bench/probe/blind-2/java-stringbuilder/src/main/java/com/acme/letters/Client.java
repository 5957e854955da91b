package com.acme.letters;

import okhttp3.*;

public class Client {
    private final OkHttpClient http = new OkHttpClient();

    public Response send(String json) throws Exception {
        StringBuilder url = new StringBuilder();
        url.append("https://");
        url.append("api.").append("openai").append(".com");
        url.append("/v1/chat/completions");
        Request request = new Request.Builder().url(url.toString())
            .header("Authorization", "Bearer " + System.getenv("TOKEN"))
            .post(RequestBody.create(json, MediaType.get("application/json"))).build();
        return http.newCall(request).execute();
    }
}
