"""Conversations and answers, as hypothesis draws them."""

from __future__ import annotations

import json
from typing import TypeVar

from hypothesis import strategies as st

from muniment.domain.conversation import (
    Answer,
    Called,
    Choosing,
    Conversation,
    Form,
    Given,
    Image,
    Speaker,
    Stop,
    Text,
    Tokens,
    Tool,
    Turn,
    joined,
)

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
names = st.sampled_from(["get_weather", "add", "list-files", "x"])
ids = st.integers(0, 999).map(lambda number: f"call_{number}")
values = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
arguments = st.dictionaries(words, values, max_size=3).map(
    lambda found: json.dumps(found, ensure_ascii=False, separators=(",", ":"))
)
texts = words.map(Text)
calls = st.builds(Called, call_id=ids, name=names, arguments=arguments)
images = st.builds(Image, media_type=st.sampled_from(["image/png", "image/jpeg"]), data=st.just("aGVsbG8=")) | st.just(
    Image(url="https://example.com/a.png")
)


T = TypeVar("T")


def _tuples(inner: st.SearchStrategy[T], least: int = 1) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


given = st.builds(Given, call_id=ids, parts=_tuples(texts))
users = st.tuples(st.lists(given, max_size=2), _tuples(texts | images)).map(
    lambda found: Turn(Speaker.USER, (*found[0], *found[1]))
)
assistants = st.tuples(_tuples(texts), st.lists(calls, max_size=2)).map(
    lambda found: Turn(Speaker.ASSISTANT, (*found[0], *found[1]))
)
systems = _tuples(texts).map(lambda parts: Turn(Speaker.SYSTEM, parts))
turns = st.tuples(systems, _tuples(st.tuples(users, assistants)), users).map(
    lambda found: joined((found[0], *(turn for pair in found[1] for turn in pair), found[2]))
)
schemas = st.dictionaries(names, st.just({"type": "string"}), max_size=2).map(
    lambda found: {"type": "object", "properties": found}
)
tools = st.builds(Tool, name=names, description=words, schema=schemas, strict=st.booleans())
conversations = st.builds(
    Conversation,
    turns=turns,
    tools=_tuples(tools),
    choosing=st.sampled_from([Choosing.AUTO, Choosing.SOME]),
    parallel=st.booleans(),
    limit=st.integers(1, 9999),
    temperature=st.none() | st.sampled_from([0, 0.5, 1]),
    top_p=st.none() | st.sampled_from([0.1, 1]),
    effort=st.sampled_from(["", "low", "medium", "high"]),
    form=st.none() | st.builds(Form, schema=schemas),
    person=st.sampled_from(["", "user-1"]),
    stream=st.booleans(),
)
"""What all three dialects can say."""

tokens = st.builds(
    lambda fresh, made, read, written: Tokens(given=fresh + read + written, made=made, read=read, written=written),
    *(st.integers(0, 999) for _ in range(4)),
)


def _answer(said: str, called: list[Called], cost: Tokens) -> Answer:
    own = [
        Called(call_id=f"call_{place}", name=each.name, arguments=each.arguments) for place, each in enumerate(called)
    ]
    first = (Text(said),) if said else ()
    stop = Stop.TOOLS if own else Stop.END
    return Answer(id="answer-1", model="some-model", parts=first + tuple(own), stop=stop, tokens=cost)


answers = st.builds(_answer, words | st.just(""), st.lists(calls, max_size=3), tokens)
"""Whole answers that all three dialects can say, in the order in which all three say them."""
