#!/bin/sh
set -e
hf download tencent/Hunyuan-A13B-Instruct --local-dir /models/a13b
