package com.acme;

public class KimiProperties {
    private String host = "https://api.moonshot.cn";
    private String path = "/v1/chat/completions";
    private String model = "moonshot-v1-32k";

    public String url() {
        return host + path;
    }

    public String getModel() {
        return model;
    }
}
