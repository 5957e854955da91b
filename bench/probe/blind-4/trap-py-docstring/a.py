def parse(text):
    """Parse a completion.

    >>> parse("x")  # as openai.ChatCompletion.create(model="gpt-4") would return it
    'x'
    """
    return text
