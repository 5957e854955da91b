from mlx_lm import load, generate
model, tok = load("internlm/internlm2_5-7b-chat")
print(generate(model, tok, prompt="hi"))
