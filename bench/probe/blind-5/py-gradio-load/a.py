import gradio as gr

gr.load("models/mistralai/Mistral-7B-Instruct-v0.2").launch()
