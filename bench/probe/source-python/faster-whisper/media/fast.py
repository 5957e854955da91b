from faster_whisper import WhisperModel

model = WhisperModel("openai/whisper-large-v3", device="cuda", compute_type="float16")
segments, _ = model.transcribe("call.wav")
