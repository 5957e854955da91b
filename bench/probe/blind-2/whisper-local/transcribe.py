import sys
import whisper

model = whisper.load_model("medium")
print(model.transcribe(sys.argv[1])["text"])
