import whisper

whisper.create("/x.wsp", [(60, 1440)])
