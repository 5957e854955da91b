class Codex(list):
    pass
