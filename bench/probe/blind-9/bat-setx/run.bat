@echo off
set OPENAI_API_KEY=%1
python app.py
