class Mistral(Boat):
    """A dinghy."""
mistral = Mistral()
