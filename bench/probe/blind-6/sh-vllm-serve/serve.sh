#!/bin/bash
vllm serve moonshotai/Kimi-K2-Instruct-0905 --tensor-parallel-size 16 --trust-remote-code --tool-call-parser kimi_k2
