#define INTEL_GEMINI_LAKE 0x7A
static const char *names[] = {"Gemini Lake", "Ice Lake"};
