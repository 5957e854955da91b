package com.acme;

import java.net.URI;
import java.net.http.HttpRequest;

class Raw {
    HttpRequest request(String key, String body) {
        return HttpRequest.newBuilder(URI.create("https://api.openai.com/v1/responses"))
            .header("Authorization", "Bearer " + key).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }
}
