AUTHORS = {
    "claude": {"full_name": "Claude Shannon", "born": 1916},
    "ada": {"full_name": "Ada Lovelace", "born": 1815},
}


def claude() -> dict:
    return AUTHORS["claude"]
