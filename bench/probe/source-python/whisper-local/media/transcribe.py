import whisper

model = whisper.load_model("large-v3")
print(model.transcribe("call.mp3", language="de")["text"])
