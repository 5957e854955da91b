#include "llama.h"

#include <string>

static const std::string kModel = "/opt/models/gemma-3-12b-it-Q4_K_M.gguf";

int main() {
    llama_model* model = llama_model_load_from_file(kModel.c_str(), llama_model_default_params());
    llama_model_free(model);
}
