class Ernie:
    """The friend of Bert."""

    def laugh(self):
        return "khihi"


ernie = Ernie()
