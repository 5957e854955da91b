#!/bin/sh
vllm serve XiaomiMiMo/MiMo-7B-RL --trust-remote-code --port 8000
