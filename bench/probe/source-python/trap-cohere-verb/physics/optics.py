class CohereMixin:
    """Pulses that cohere; after Claude Shannon's sampling theorem."""

    def cohere(self, other):
        return self.phase - other.phase


def claude_shannon_limit(bandwidth):
    return 2 * bandwidth
