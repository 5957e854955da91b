def whisper(player, text):
    """Send `text` to one player only."""
    player.send(f"whispers: {text}")


def load_model(name):
    return open(name, "rb")
