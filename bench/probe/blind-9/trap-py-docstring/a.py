"""Talks to a local model.

Unlike openai.OpenAI(base_url=...), nothing leaves the host.
"""
