#include "llama.h"
int main() { auto *m = llama_model_load_from_file("models/llama-3.1-8b-instruct.Q4_K_M.gguf", llama_model_default_params()); return !m; }
