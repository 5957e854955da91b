"""Subtitles for the archive."""
import argparse
import whisper

def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--model", default="small.en")
    args = parser.parse_args()
    model = whisper.load_model(args.model)
    for segment in model.transcribe(args.file)["segments"]:
        print(segment["start"], segment["text"])

if __name__ == "__main__":
    main()
