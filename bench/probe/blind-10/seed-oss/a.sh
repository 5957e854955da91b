vllm serve ByteDance-Seed/Seed-OSS-36B-Instruct
