#include <curl/curl.h>
#include <string>

static const std::string kUrl = "https://api.openai.com/v1/" "chat/completions";

void ask(CURL *c) { curl_easy_setopt(c, CURLOPT_URL, kUrl.c_str()); curl_easy_perform(c); }
