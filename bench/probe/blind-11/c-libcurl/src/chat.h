#ifndef CHAT_H
#define CHAT_H
#define CHAT_HOST "api.openai.com"
#define CHAT_URL "https://" CHAT_HOST "/v1/responses"
#endif
