#!/usr/bin/env bash
huggingface-cli download deepseek-ai/DeepSeek-V3-0324 --local-dir /models/v3
