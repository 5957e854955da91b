from desk.constants import Endpoint
from desk.transport import post


def sort(mail: str, key: str) -> str:
    return post(Endpoint.FAST, {"messages": [{"role": "user", "content": mail}]}, {"Authorization": f"Bearer {key}"})["reply"]
