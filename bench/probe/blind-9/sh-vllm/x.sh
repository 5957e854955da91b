vllm serve zai-org/GLM-4.5-Air --tensor-parallel-size 4
