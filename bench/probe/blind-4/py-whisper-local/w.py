from faster_whisper import WhisperModel

model = WhisperModel("large-v3", device="cpu")
