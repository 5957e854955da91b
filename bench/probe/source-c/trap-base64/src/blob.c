static const char blob[] =
    "R0xNIHhhaSB6dGUgZGppIGhtcyBxd2VuIGtpbWkK/xAI+zte/DJI+hms/QWEN0kimiGLMarkLARKgrokGROK"
    "b3BlbmFpL29wZW5haQ==openaiXyZ9/claudeQ1w2e3/geminiAbC/llamaZZ/mistral00/deepseek11";
