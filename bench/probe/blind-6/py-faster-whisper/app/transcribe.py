import os
from faster_whisper import WhisperModel

SIZE = os.environ.get("ASR_SIZE", "large-v3")
model = WhisperModel(SIZE, device="cuda", compute_type="float16")


def transcribe(path: str) -> str:
    segments, info = model.transcribe(path, beam_size=5, vad_filter=True)
    return " ".join(segment.text.strip() for segment in segments)
