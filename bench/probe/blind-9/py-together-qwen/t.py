from together import Together
Together().chat.completions.create(model="Qwen/Qwen2.5-72B-Instruct-Turbo", messages=m)
