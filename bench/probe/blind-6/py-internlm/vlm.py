from lmdeploy import pipeline
from lmdeploy.vl import load_image

pipe = pipeline("OpenGVLab/InternVL3-8B")
print(pipe(("describe this image", load_image("tiger.jpeg"))).text)
