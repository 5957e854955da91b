"""Settings that lie beside weights: those of Hugging Face, MLX, ONNX Runtime GenAI, MLC and Ollama, all in JSON.

Source: huggingface/transformers `PretrainedConfig`, huggingface/peft `PeftConfig`, ollama/ollama `ConfigV2`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from muniment.domain.evidence import NotUnderstood, Rung
from muniment.readers.models.origin import Origin, observed, part_of
from muniment.readers.syntax.json_lines import Array, Document, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen
    from muniment.readers.syntax.json_lines import Member

MARKS: tuple[bytes, ...] = (
    *(b'"architectures"', b'"model_type"', b'name_or_path"', b'"tokenizer_class"', b'"_class_name"'),
    *(b'"model_family"', b'"base_model', b'"auto_map"', b'"license_name"', b'"model_name"'),
)
_NAMES = frozenset({"config.json", "modelcard.json", "model_index.json", "mlc-chat-config.json", "genai_config.json"})
_ENDINGS = ("adapter_config.json", "tokenizer_config.json", "generation_config.json", "processor_config.json")
_INSIDE = frozenset(
    {"text_config", "llm_config", "language_config", "vision_config", "audio_config", "thinker_config", "model"}
)
_CODE = "auto_map"
_LARGEST = 1024 * 1024
_ONLY_IF = frozenset({"architectures", "_name_or_path", "tokenizer_class", "base_model_name_or_path", "model_family"})
"""Keys of which one makes the file such a one; `model_type` and `model` are words that others use as well."""
_WITH_COMPANY = frozenset({"model_type", "transformers_version", "torch_dtype", "_class_name", "hidden_size", "type"})
_OF_PEOPLE = frozenset({"name", "title", "author", "model", "publisher", "vendor", "supplier", "creator"})
"""Keys that settings of any program may have; these say nothing about weights."""


class _Told(NamedTuple):
    member: Member
    part: str
    value: str


def wants(path: str) -> bool:
    """Say whether the path is one that such settings have."""
    name = path.rpartition("/")[2]
    return name in _NAMES or name.endswith(_ENDINGS)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the architectures, names and bases that the settings tell; nothing for settings of another kind."""
    del path
    if len(text) > _LARGEST:
        yield NotUnderstood(1, "settings that are larger than those of any model; not read as such", harmless=True)
        return
    document = Document(text)
    keys = {member.key for member in document.members}
    if keys.isdisjoint(_ONLY_IF) and len(keys & _WITH_COMPANY) < 2:  # noqa: PLR2004 (more than one word of theirs)
        return
    yield from document.problems
    told = [each for each in _told(document.members) if each.member.key != "model_type" or "model_family" not in keys]
    story = _whole(told)
    for member, part, value in told:
        alone = Origin().with_(part, value)
        shown = document.shown(member).strip()
        said = f"{shown} · {story}" if story else shown
        yield from observed(alone, document.line(member), rung=Rung.DECLARED, said=said)


def _whole(told: list[_Told]) -> str:
    origin = Origin()
    for _, part, value in told:
        if part in {"bases", "licences"}:
            origin = origin.with_(part, value)
    return origin.told()


def _told(members: Object) -> Iterator[_Told]:
    for member in members:
        value = member.value
        if member.key == _CODE and isinstance(value, Object):
            yield from (_Told(inner, "names", code) for inner in value if (code := _repository(inner)))
        elif isinstance(value, Object) and member.key in _INSIDE:
            yield from _told(value)
        part = "architectures" if member.key == "type" else part_of(member.key)
        if part and member.key not in _OF_PEOPLE:
            yield from (_Told(member, part, text) for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Array):
        yield from (item.value for item in value if isinstance(item.value, str))


def _repository(member: Member) -> str:
    """Return the repository that `owner/name--module.Class` loads code from, or nothing."""
    found, mark, _ = member.value.partition("--") if isinstance(member.value, str) else ("", "", "")
    return found if mark else ""
