"""Ollama: the manifest of a model that was pulled, known by its path, and the Modelfile that makes one of another.

Source: ollama/ollama docs/modelfile.md and docs/import.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood, Rung
from muniment.domain.patterns import lazily
from muniment.readers.models.origin import Origin, model, observed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"",)
"""Their names are telling enough, so every file of such a name is read."""
_MANIFEST = lazily(r"(?:^|/)models/manifests/(?P<host>[^/]+)/(?P<owner>[^/]+)/(?P<name>[^/]+)/(?P<tag>[^/]+)$")
_INSTRUCTION = lazily(r"(?i)^(?P<what>FROM|ADAPTER)[ \t]+(?P<value>\S.*)$")
_LICENCE = lazily(r'(?im)^LICENSE[ \t]+"*\s*(?P<value>[^"\n]+)')
_WEIGHTS = (".gguf", ".safetensors", ".bin")
_QUOTED = '"""'


def wants(path: str) -> bool:
    """Say whether the path is one that either has."""
    if "/manifests/" in path and _MANIFEST.search(path):
        return True
    name = path[path.rfind("/") + 1 :].lower()
    return name.startswith("modelfile") or name.endswith(".modelfile")


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the model that the manifest is of, or those that the Modelfile starts from."""
    if found := _MANIFEST.search(path):
        yield from _pulled(found, text)
        return
    licence = _LICENCE.search(text)
    origin = Origin(licences=(licence["value"].strip(),) if licence else ())
    for number, line in _instructions(text):
        if found := _INSTRUCTION.match(line):
            told = origin.with_("bases", _without_path(found["value"]))
            yield from observed(told, number, rung=Rung.CONFIGURED, said=f"{line.strip()} {_licence(origin)}".strip())


def _pulled(found: re.Match[str], text: str) -> Iterator[Seen]:
    if "application/vnd.ollama" not in text:
        yield NotUnderstood(1, "lies where Ollama keeps the manifest of a model, and is none")
    owner = "" if found["owner"] == "library" else f"{found['owner']}/"
    name = f"{owner}{found['name']}:{found['tag']}"
    yield from model(name, 0, f"pulled from {found['host']}: {name}", Rung.AVAILABLE)


def _licence(origin: Origin) -> str:
    return f"· {origin.told()}" if origin.licences else ""


def _without_path(value: str) -> str:
    """Return a model's name with its tag, or, of a file of weights, the name of the file without its ending."""
    value = value.strip().strip("\"'")
    if re.fullmatch(r"[\w.-]+", value) and not value.endswith(_WEIGHTS):
        return f"{value}:latest"
    return next((value.removesuffix(ending) for ending in _WEIGHTS if value.endswith(ending)), value)


def _instructions(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, without what stands between triple quotes."""
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            yield number, line
        inside ^= line.count(_QUOTED) % 2 == 1
