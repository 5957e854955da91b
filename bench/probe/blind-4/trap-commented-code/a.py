# from anthropic import Anthropic
# client = Anthropic()
# import openai
def run():
    return None
