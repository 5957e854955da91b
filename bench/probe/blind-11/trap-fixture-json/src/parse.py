def first(reply):
    return reply["choices"][0] if reply["choices"] else None
