#include "llama.h"

int main() {
    llama_model_params params = llama_model_default_params();
    llama_model* model = llama_model_load_from_file("models/Llama-3.2-3B-Instruct-Q4_K_M.gguf", params);
    return model == nullptr;
}
