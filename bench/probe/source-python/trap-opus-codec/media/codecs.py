import opuslib

POEMS = ("haiku", "sonnet", "limerick")
encoder = opuslib.Encoder(48000, 2, "audio")
PLATFORMS = {"haiku": "Haiku OS", "linux": "Linux"}
