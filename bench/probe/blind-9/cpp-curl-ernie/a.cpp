#include <curl/curl.h>
static const char* kUrl = "https://qianfan.baidubce.com/v2/chat/completions";
void go(CURL* c) { curl_easy_setopt(c, CURLOPT_URL, kUrl); }
