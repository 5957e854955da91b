#include <curl/curl.h>
#include "chat.h"

int chat(const char *body, struct curl_slist *head)
{
    CURL *c = curl_easy_init();
    curl_easy_setopt(c, CURLOPT_URL, CHAT_URL);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, head);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, body);
    return curl_easy_perform(c);
}
