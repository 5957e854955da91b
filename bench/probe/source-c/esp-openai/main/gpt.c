#include "esp_http_client.h"

static const char *URL = "https://api.openai.com/v1/chat/completions";

esp_err_t ask(const char *key) {
    esp_http_client_config_t config = {.url = URL, .method = HTTP_METHOD_POST};
    esp_http_client_handle_t client = esp_http_client_init(&config);
    const char *body = "{\"model\":\"gpt-3.5-turbo\",\"messages\":[]}";
    esp_http_client_set_post_field(client, body, 42);
    return esp_http_client_perform(client);
}
