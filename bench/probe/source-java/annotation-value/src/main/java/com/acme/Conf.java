package com.acme;

import org.springframework.beans.factory.annotation.Value;

class Conf {
    @Value("${openai.api-key}")
    private String key;

    @Value("${openai.model:gpt-4o-mini}")
    private String model;
}
