"""XML elements that know their line. Document type definitions are refused: they can hide and multiply content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONE_RETURN = lazily(r"\r(?!\n)")
"""The parser counts it as the end of a line, which nothing else here does; in XML it is white space all the same."""


@dataclass(slots=True, kw_only=True)
class Element:
    """An element: its name without a namespace, and the line on which it starts."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    content: str = ""

    def text(self, *path: str) -> str:
        """Return the text of the first element at `path` below this one, stripped; nothing where there is none."""
        element = self.find(*path)
        return element.content.strip() if element else ""

    def find(self, *path: str) -> Element | None:
        """Return the first element at `path` below this one."""
        if not path:
            return self
        return next(
            (found for child in self.children if child.tag == path[0] and (found := child.find(*path[1:]))), None
        )

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def parse(text: str) -> tuple[Element, tuple[NotUnderstood, ...]]:
    """Return the top element and why the text is not XML, where it is not; then the elements are those before that."""
    text = _LONE_RETURN.sub(" ", text)
    stripped = text.removeprefix("\ufeff").lstrip()
    above = text.count("\n", 0, len(text) - len(stripped))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    builder = _Builder(parser, above)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.refuse
    problems: tuple[NotUnderstood, ...] = ()
    try:
        parser.Parse(stripped, True)  # noqa: FBT003 (expat takes no keywords)
    except expat.ExpatError as error:
        problems = (NotUnderstood(error.lineno + above, f"not xml: {expat.ErrorString(error.code)}"),)
    except _RefusedError as refused:
        why = "declares a document type, which is refused: it can define text that stands nowhere"
        problems = (NotUnderstood(refused.line, why),)
    except ValueError:
        problems = (NotUnderstood(1, "not xml: holds what is not text"),)
    return next(iter(builder.top.children), builder.top), problems


class _RefusedError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Builder:
    def __init__(self, parser: expat.XMLParserType, above: int) -> None:
        self._parser = parser
        self._above = above
        self.top = Element(tag="", attributes={}, line=0)
        self._open = [self.top]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self._parser.CurrentLineNumber + self._above
        element = Element(tag=name.rpartition(":")[2], attributes=attributes, line=line)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].content += content

    def refuse(self, *_declaration: object) -> None:
        line = self._parser.CurrentLineNumber + self._above
        raise _RefusedError(line)
