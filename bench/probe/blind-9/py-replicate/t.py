import replicate
replicate.run("meta/meta-llama-3-70b-instruct", input={"prompt": "x"})
