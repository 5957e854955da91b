def retry(times: int):
    """Try again.

    Example::

        import openai
        @retry(3)
        def ask():
            return openai.chat.completions.create(model="gpt-4o", messages=[])
    """
    def wrap(f):
        return f
    return wrap
