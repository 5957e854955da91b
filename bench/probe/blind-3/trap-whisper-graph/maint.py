import whisper
info = whisper.info("a.wsp")
whisper.resize = None
