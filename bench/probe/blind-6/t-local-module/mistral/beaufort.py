def scale(kmh: float) -> int:
    return int((kmh / 3.01) ** (2 / 3))
