"""Templates of clauses: whose words stand in them, and what is refused."""

from __future__ import annotations

import hashlib

import pytest

from muniment import wiring
from muniment.domain.answer import RepresentedAnswer
from muniment.domain.citation import Confidence
from muniment.domain.ids import TemplateId
from muniment.domain.template import Family
from muniment.errors import RulebookError
from muniment.rulebook.load import load
from rulebook.samples import with_files

WORDS = "The Offeror represents that it □ does, □ does not use it."
DIGEST = "sha256:" + hashlib.sha256(WORDS.encode()).hexdigest()
GOOD = f"""\
id: test-1
family: far-part-4
clause: "52.299-1"
version: NOV 2026
title: A provision
by: {{source}}
representations:
- at: (a)
  answers: [does, does-not]
  covers: {{regimes: [{{regime}}], when: always}}
  text: "{WORDS}"
  digest: {DIGEST}
disclosures:
- at: (b)
  title: What is used
  under: (a)
  items:
  - {{at: (1), says: Brand, fields: [{{id: brand}}]}}
"""


def template(words: str = GOOD) -> bytes:
    book = load(with_files({}))
    source, restriction = next(iter(book.sources)), next(iter(book.restrictions.values()))
    text = words.replace("{source}", source).replace("{regime}", restriction.regime)
    return text.replace("{{", "{").replace("}}", "}").encode()


def refusals(words: str) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        load(with_files({"templates/test-1.yaml": template(words)}))
    return [problem.what for problem in caught.value.problems]


def test_a_template_is_read_with_the_words_of_its_clause() -> None:
    book = load(with_files({"templates/test-1.yaml": template()}))

    asked = book.templates[TemplateId("test-1")].representation("(a)")

    assert asked is not None
    assert asked.wording is not None
    assert asked.wording.text == WORDS
    assert asked.answers == (RepresentedAnswer.DOES, RepresentedAnswer.DOES_NOT)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("does not use it", "does not ever use it", "the words do not have the digest", id="changed words"),
        pytest.param(f"  digest: {DIGEST}\n", "", "`text` and `digest` go together", id="words without a digest"),
        pytest.param("regimes: [{regime}]", "regimes: [nowhere]", "there is no regime `nowhere`", id="no such regime"),
        pytest.param("under: (a)", "under: (z)", "which is no representation here", id="a disclosure under nothing"),
        pytest.param("- at: (a)\n ", "-", "a clause that nobody read", id="words of a clause that nobody read"),
        pytest.param("[{id: brand}]", "[{id: brand}, {id: brand}]", "field `brand` is described twice", id="twins"),
        pytest.param(
            "answers: [does,", "answers: [perhaps,", "not one of the values allowed here", id="no such answer"
        ),
    ],
)
def test_a_template_that_does_not_hold_together_is_refused(old: str, new: str, what: str) -> None:
    assert old in GOOD

    found = refusals(GOOD.replace(old, new))

    assert any(what in problem for problem in found), found


def test_the_rulebook_has_both_families_and_every_wording_in_it_is_from_a_document_that_was_read_in_full() -> None:
    book = wiring.rulebook()

    worded = [asked for each in book.templates.values() for asked in each.asked if asked.wording is not None]

    assert {each.family for each in book.templates.values()} == set(Family)
    assert len(worded) == 5
    assert {book.sources[asked.cited.source].read.value for asked in worded} == {"full"}


def test_the_clauses_of_the_overhaul_that_nobody_read_hold_no_words_and_are_weak() -> None:
    book = wiring.rulebook()

    overhaul = [each for each in book.templates.values() if each.family is Family.FAR_OVERHAUL]

    assert len(overhaul) == 2
    assert {each.cited.confidence for each in overhaul} == {Confidence.WEAK}
    assert all(asked.wording is None for each in overhaul for asked in each.asked)
