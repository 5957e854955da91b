"""Rule packs: what an organisation adds to the law, and what it cannot change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment.decide.engine import Engine, Question
from muniment.domain.decision import Outcome
from muniment.domain.ids import FactId, InstrumentId, VendorId
from muniment.errors import RulebookError
from muniment.rulebook.files import RulebookFiles, read_rules
from muniment.rulebook.lint import lint
from muniment.rulebook.load import load_with_places
from muniment.rulebook.overlays import with_overlays
from rulebook.samples import EASTWIND, GOOD, good_files

if TYPE_CHECKING:
    from muniment.domain.condition import Facts
    from muniment.domain.decision import Decision
    from muniment.domain.rulebook import Rulebook
    from muniment.rulebook.lint_cases import Decide

EXAMPLE = Path(__file__).parents[2] / "examples" / "pack"
PUBLISHED = Path(__file__).parents[2] / "rulebook"
NORTHWIND, BAN = VendorId("northwind-ai"), InstrumentId("ours.ban")
PACK = b"""\
id: ours
title: What our board decided
version: "2"
issued: 2026-10-01
publisher: the board
"""
SOURCES = b"""\
- id: minutes
  title: Minutes of the board
  address: "https://ours.example/minutes"
  confidence: primary
  read: full
  retrieved: 2026-09-30
"""
FACT = b"""\
- id: use.our_floor
  type: yes-no
  question: Does it stand on our own floor?
  answer_in: "[[systems.uses]] our_floor"
"""
SIGNATURE = b"""\
id: eastwind-api
shows: an address
match: {host: [api.eastwind.example]}
roles: {operator: fjord-cloud}
alone: proves
examples: {host: [api.eastwind.example]}
counter_examples: [{host: www.example, why: another address}]
"""


def restriction(id_: str = "ours.ban", vendor: str = "northwind-ai", more: str = "") -> bytes:
    return f"""\
id: {id_}
title: Our own ban
regime: ours
authority: the board
issuer: the board
issued: 2026-09-01
verified_through: 2026-10-01
binding: yes
reach: use-anywhere
vendors: [{vendor}]
items: everything
scope: {{fact: use.our_floor, is: yes}}
effect:
  2026-09-01: {{is: prohibit, by: minutes, at: p. 1}}
status:
- {{from: 2026-09-01, state: in-force, whom: us, when: always, by: minutes}}
{more}""".encode()


def pack(**changes: bytes) -> RulebookFiles:
    """Return a small pack in which the files of `changes` have other content."""
    contents = {
        "pack.yaml": PACK,
        "sources/ours.yaml": SOURCES,
        "facts.yaml": FACT,
        "restrictions/ours.ban.yaml": restriction(),
    }
    return RulebookFiles(folder="ours", contents={**contents, **changes})


def laid_over(*overlays: RulebookFiles) -> Rulebook:
    return with_overlays(load_with_places(good_files()), overlays).rulebook


def decided(book: Rulebook, facts: Facts, as_of: date = date(2026, 9, 15)) -> Decision:
    return Engine(book).decide(Question(vendor=NORTHWIND, facts=facts, as_of=as_of))


def judge(book: Rulebook) -> Decide:
    engine = Engine(book)
    return lambda vendor, facts, as_of: engine.decide(Question(vendor=vendor, facts=facts, as_of=as_of))


def refused(files: RulebookFiles) -> list[tuple[str, str]]:
    with pytest.raises(RulebookError) as error:
        laid_over(files)
    return [(problem.where, problem.what) for problem in error.value.problems]


def test_an_instrument_of_a_pack_decides_and_tells_whose_it_is() -> None:
    files = pack()
    decision = decided(laid_over(files), {FactId("contract.customer"): "commercial", FactId("use.our_floor"): True})

    assert decision.outcome is Outcome.PROHIBITED
    (reason,) = [each for each in decision.reasons if each.instrument == BAN]
    assert reason.because == f"in force since 2026-09-01 for us; from the rule pack ours 2, {files.digest()[:19]}"


def test_an_instrument_of_a_pack_that_is_set_aside_tells_whose_it_is() -> None:
    decision = decided(laid_over(pack()), {FactId("use.our_floor"): False})

    (aside,) = [each for each in decision.set_aside if each.instrument == BAN]
    assert aside.because.startswith("does not reach this use: use.our_floor is no; from the rule pack ours 2, sha256:")


def test_the_pack_is_named_beside_the_rulebook_and_the_digest_stands_for_it() -> None:
    files = pack()
    book = laid_over(files)

    (overlay,) = book.overlays
    assert overlay.pack is not None
    assert (overlay.pack.id, overlay.pack.version, overlay.digest) == ("ours", "2", files.digest())
    assert overlay.instruments == (BAN,)
    assert book.digest != laid_over().digest


def test_without_the_fact_that_a_pack_brings_the_use_is_undetermined() -> None:
    decision = decided(laid_over(pack()), {FactId("contract.customer"): "commercial"})

    assert decision.outcome is Outcome.UNDETERMINED
    assert [unknown.fact for unknown in decision.unknown] == ["use.our_floor"]


def test_instruments_of_the_rulebook_are_the_same_with_a_pack_as_without() -> None:
    plain, packed = laid_over(), laid_over(pack())

    assert {id_: packed.restrictions[id_] for id_ in plain.restrictions} == plain.restrictions
    assert {id_: packed.agreements[id_] for id_ in plain.agreements} == plain.agreements
    assert packed.signatures == plain.signatures


def test_a_window_in_a_pack_gives_no_day_more_under_the_rulebook() -> None:
    window = "wind_down:\n- {id: long, title: long, from: 2026-01-01, until: 2030-01-01, when: always, by: minutes}\n"
    facts: Facts = {
        FactId("contract.customer"): "dod",
        FactId("use.purposes"): frozenset({"performance"}),
        FactId("use.started"): date(2026, 1, 1),
        FactId("use.our_floor"): False,
        FactId("contract.removal_date"): date(2029, 1, 1),
    }
    day = date(2026, 7, 1)

    plain = decided(laid_over(), facts, day)
    packed = decided(laid_over(pack(**{"restrictions/ours.ban.yaml": restriction(more=window)})), facts, day)

    assert (packed.outcome, packed.until) == (plain.outcome, plain.until)


GOOD_RESTRICTION = good_files().contents["restrictions/northwind-models.yaml"]
WRONG = {
    "an instrument of the rulebook": (
        {"restrictions/northwind-models.yaml": GOOD_RESTRICTION},
        "ours/restrictions/northwind-models.yaml:1:5",
        "instrument `northwind-models` does not carry the name of its pack",
    ),
    "an instrument without the name of the pack": (
        {"restrictions/ban.yaml": restriction("ban")},
        "ours/restrictions/ban.yaml:1:5",
        "instrument `ban` does not carry the name of its pack",
    ),
    "a source of the rulebook": (
        {"sources/more.yaml": SOURCES.replace(b"minutes", b"gazette", 1)},
        "ours/sources/more.yaml:1:7",
        "source `gazette` is described already, outside this pack",
    ),
    "a fact of the rulebook": (
        {"facts.yaml": FACT + FACT.replace(b"our_floor", b"deployment")},
        "ours/facts.yaml:5:7",
        "fact `use.deployment` is described already, outside this pack",
    ),
    "an answer that stands for two facts": (
        {
            "facts.yaml": FACT
            + FACT.replace(b"use.our_floor", b"use.place").replace(b"uses]] our_floor", b"uses]] kind")
        },
        "ours/facts.yaml:8:14",
        "`[[systems.uses]] kind` holds the answer to `item.kind` already",
    ),
    "a vendor of the rulebook": (
        {"vendors/fjord-cloud/vendor.yaml": EASTWIND.replace(b"id: eastwind", b"id: fjord-cloud")},
        "ours/vendors/fjord-cloud/vendor.yaml:1:5",
        "vendor `fjord-cloud` is described already, outside this pack",
    ),
    "a signature of the rulebook's vendor": (
        {"vendors/fjord-cloud/api.yaml": SIGNATURE},
        "ours/vendors/fjord-cloud/api.yaml:1:5",
        "`fjord-cloud` is no vendor of this pack",
    ),
    "a signature that replaces one": (
        {
            "vendors/eastwind/vendor.yaml": EASTWIND,
            "vendors/eastwind/api.yaml": SIGNATURE + b"replaces: northwind-sdk\n",
        },
        "ours/vendors/eastwind/api.yaml:8:1",
        "a signature has no key `replaces`",
    ),
    "a calendar": ({"calendar.yaml": b"{}\n"}, "ours/calendar.yaml", "a rule pack has no place for this file"),
    "a version that is none": (
        {"pack.yaml": PACK.replace(b'version: "2"', b'version: "2.a"')},
        "ours/pack.yaml:3:10",
        "`2.a` is not a version",
    ),
    "a pack without a version": (
        {"pack.yaml": PACK.replace(b'version: "2"\n', b"")},
        "ours/pack.yaml:1:1",
        "a rule pack needs `version`",
    ),
    "an unknown source": (
        {"sources/ours.yaml": SOURCES.replace(b"minutes", b"protocol", 1)},
        "ours/restrictions/ours.ban.yaml:14:34",
        "there is no source `minutes`",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_pack_cannot_say_is_refused_with_its_place(name: str) -> None:
    files, where, what = WRONG[name]

    assert (where, what) in refused(pack(**files))


def test_two_packs_of_one_name_are_refused() -> None:
    with pytest.raises(RulebookError):
        laid_over(pack(), pack())


def test_a_pack_may_bring_a_vendor_and_how_it_is_recognised() -> None:
    book = laid_over(
        pack(
            **{
                "vendors/eastwind/vendor.yaml": EASTWIND,
                "vendors/eastwind/api.yaml": SIGNATURE,
                "restrictions/ours.ban.yaml": restriction(vendor="eastwind"),
            }
        )
    )

    assert book.restrictions[BAN].vendors == ("eastwind",)
    assert [each.id for each in book.signatures if each.vendor == "eastwind"] == ["eastwind-api"]


def test_the_order_of_packs_and_overlays_does_not_matter() -> None:
    overlay = RulebookFiles(folder="more", contents={"eastwind/vendor.yaml": EASTWIND})

    one, other = laid_over(pack(), overlay), laid_over(overlay, pack())

    assert one.digest == other.digest
    assert one.restrictions == other.restrictions


def test_the_example_is_in_order_and_says_that_it_is_one() -> None:
    assert lint(PUBLISHED, judge, [EXAMPLE]) == ()
    book = with_overlays(load_with_places(read_rules(PUBLISHED)), [read_rules(EXAMPLE)]).rulebook
    assert next(item.title for item in book.restrictions.values() if item.pack).startswith("EXAMPLE - ")


def written(tmp_path: Path) -> Path:
    for path, content in pack().contents.items():
        copy = tmp_path / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
    return tmp_path


def test_lint_asks_a_pack_for_its_cases(tmp_path: Path) -> None:
    problems = lint(GOOD, judge, [written(tmp_path)])

    assert [problem.what for problem in problems] == [
        "`ours.ban` has no cases",
        "no case on 2026-09-01, the first day on which the effect is `prohibit`",
        "no case on 2026-08-31, the day before the first on which the effect is `prohibit`",
    ]
    assert {problem.where for problem in problems} == {f"{tmp_path.as_posix()}/restrictions/ours.ban.yaml:1:5"}


def test_lint_asks_the_cases_of_a_pack_of_everything_together(tmp_path: Path) -> None:
    folder = written(tmp_path)
    cases = "\n".join(
        f"- {{case: on {day}, as_of: {day}, vendor: northwind-ai, given: {{contract.customer: commercial, "
        f"use.our_floor: yes}}, expect: {{outcome: {outcome}}}}}"
        for day, outcome in (("2026-08-31", "permitted"), ("2026-09-01", "permitted"))
    )
    (folder / "restrictions/ours.ban.cases.yaml").write_text(f"{cases}\n", encoding="utf-8")

    (problem,) = lint(GOOD, judge, [folder])

    assert problem.what == "`on 2026-09-01`: expected `permitted`, got `prohibited`"


def test_a_source_that_was_read_after_the_pack_was_issued_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "pack.yaml").write_bytes(PACK.replace(b"2026-10-01", b"2026-09-01"))

    problems = [each.what for each in lint(GOOD, judge, [folder]) if "minutes" in each.what]

    assert problems == ["source `minutes` was retrieved on 2026-09-30, after the pack was issued"]
