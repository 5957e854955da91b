npm install -g @qwen-code/qwen-code
qwen -p 'x'
