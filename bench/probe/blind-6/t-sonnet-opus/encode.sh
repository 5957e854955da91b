#!/bin/sh
for f in sonnet-*.wav; do ffmpeg -i "$f" -c:a libopus -b:a 96k "${f%.wav}.opus"; done
