#!/bin/sh
huggingface-cli download meta-llama/Meta-Llama-3-8B-Instruct --local-dir ./weights
