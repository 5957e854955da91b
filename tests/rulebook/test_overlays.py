"""Overlays: an organisation's own vendors and signatures beside the rulebook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from muniment.errors import RulebookError
from muniment.rulebook.files import RulebookFiles
from muniment.rulebook.load import load_with_places
from muniment.rulebook.overlays import with_overlays
from rulebook.samples import EASTWIND, good_files

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook


def signature(id_: str, *more: str, host: str = "api.eastwind.example") -> bytes:
    lines = [
        f"id: {id_}",
        "shows: an address",
        f"match: {{host: [{host}]}}",
        "roles: {operator: fjord-cloud}",
        "alone: proves",
        f"examples: {{host: [{host}]}}",
        "counter_examples: [{host: www.example, why: another address}]",
        *more,
    ]
    return "\n".join(lines).encode() + b"\n"


def overlay(contents: dict[str, bytes], folder: str = "ours") -> RulebookFiles:
    return RulebookFiles(folder=folder, contents=contents)


def laid_over(*overlays: RulebookFiles) -> Rulebook:
    return with_overlays(load_with_places(good_files()), overlays).rulebook


def test_an_overlay_adds_a_vendor_and_signatures_and_is_named() -> None:
    ours = overlay({"eastwind/vendor.yaml": EASTWIND, "eastwind/api.yaml": signature("eastwind-api")})

    book = laid_over(ours)

    assert "eastwind" in book.vendors
    assert [each.id for each in book.signatures if each.vendor == "eastwind"] == ["eastwind-api"]
    (named,) = book.overlays
    assert (named.folder, named.vendors, named.signatures, named.replaces) == (
        "ours",
        ("eastwind",),
        ("eastwind-api",),
        (),
    )


def test_a_vendor_of_the_rulebook_gets_signatures_without_being_described_again() -> None:
    book = laid_over(overlay({"fjord-cloud/relay.yaml": signature("our-fjord-relay")}))

    assert {each.id for each in book.signatures if each.vendor == "fjord-cloud"} == {"fjord-api", "our-fjord-relay"}


def test_a_signature_gives_way_only_to_one_that_says_so() -> None:
    with pytest.raises(RulebookError) as caught:
        laid_over(overlay({"fjord-cloud/host.yaml": signature("fjord-api")}))
    replaced = laid_over(overlay({"fjord-cloud/host.yaml": signature("fjord-api", "replaces: fjord-api")}))

    assert "is described in rulebook/vendors/fjord-cloud/host.yaml:1:5 already" in caught.value.problems[0].what
    assert "replaces: fjord-api" in caught.value.problems[0].help
    (standing,) = (each for each in replaced.signatures if each.vendor == "fjord-cloud")
    assert next(iter(standing.match.values())) == ("api.eastwind.example",)
    assert replaced.overlays[0].replaces == ("fjord-api",)


def test_a_replacement_may_have_an_id_of_its_own() -> None:
    book = laid_over(overlay({"fjord-cloud/host.yaml": signature("our-fjord", "replaces: fjord-api")}))

    assert [each.id for each in book.signatures if each.vendor == "fjord-cloud"] == ["our-fjord"]


@pytest.mark.parametrize(
    ("contents", "what"),
    [
        pytest.param({}, "the overlay is empty", id="empty"),
        pytest.param({"a.yaml": b"id: a\n"}, "has no place for this file", id="a file without a vendor"),
        pytest.param({"vendors/x/a.yaml": b"id: a\n"}, "has no place for this file", id="a whole rulebook"),
        pytest.param({"eastwind/api.yaml": signature("eastwind-api")}, "`eastwind`", id="a vendor without its file"),
        pytest.param(
            {"fjord-cloud/vendor.yaml": EASTWIND.replace(b"eastwind", b"fjord-cloud")},
            "the rulebook describes `fjord-cloud` already",
            id="a vendor described again",
        ),
        pytest.param(
            {"fjord-cloud/a.yaml": signature("a", "replaces: fjord-ipa")},
            "`replaces` names `fjord-ipa`",
            id="a replacement of nothing",
        ),
        pytest.param(
            {
                "fjord-cloud/a.yaml": signature("a", "replaces: fjord-api"),
                "fjord-cloud/b.yaml": signature("b", "replaces: fjord-api"),
            },
            "replacement of `fjord-api` is described twice",
            id="two replacements",
        ),
        pytest.param(
            {"fjord-cloud/a.yaml": signature("a"), "northwind-ai/a.yaml": signature("a")},
            "signature `a` is described twice",
            id="one id twice",
        ),
    ],
)
def test_what_an_overlay_cannot_be_is_refused_with_its_place(contents: dict[str, bytes], what: str) -> None:
    with pytest.raises(RulebookError) as caught:
        laid_over(overlay(contents))

    assert any(what in problem.what for problem in caught.value.problems)
    assert all(problem.where.startswith("ours") for problem in caught.value.problems)


def test_the_rulebook_itself_replaces_nothing() -> None:
    good = good_files()
    spoilt = {**good.contents, "vendors/fjord-cloud/host.yaml": signature("fjord-api", "replaces: fjord-api")}

    with pytest.raises(RulebookError, match="replaces"):
        load_with_places(replace(good, contents=spoilt))


def test_a_second_overlay_does_not_replace_what_the_first_put_in_place() -> None:
    first = overlay({"fjord-cloud/a.yaml": signature("our-fjord", "replaces: fjord-api")}, "first")
    second = overlay({"fjord-cloud/b.yaml": signature("your-fjord", "replaces: fjord-api")}, "second")

    with pytest.raises(RulebookError, match="`replaces` names `fjord-api`"):
        laid_over(first, second)


def test_the_digest_stands_for_the_overlays_in_whatever_order_they_come() -> None:
    one = overlay({"fjord-cloud/a.yaml": signature("a")}, "one")
    other = overlay({"fjord-cloud/b.yaml": signature("b")}, "other")

    digests = {laid_over().digest, laid_over(one).digest, laid_over(one, other).digest}

    assert len(digests) == 3
    assert laid_over(one, other).digest == laid_over(other, one).digest
    assert laid_over().digest == good_files().digest()
