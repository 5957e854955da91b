source /usr/local/Ascend/ascend-toolkit/set_env.sh
npu-smi info
