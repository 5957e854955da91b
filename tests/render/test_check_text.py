"""What `muniment check` prints for a person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from muniment.domain.decision import Outcome, SetAside
from muniment.domain.evidence import FileStatus, Gap
from muniment.domain.report import UseDecision
from muniment.render.check.as_text import print_check
from muniment.render.check.next_step import next_step
from render.instruments import AS_OF, CAMERAS, FLEET, GATEHOUSE, HARBOUR, NORTHWIND
from render.pages import expected, printed
from render.reports import (
    coverage,
    customer_missing,
    decision,
    estate,
    finding,
    full_report,
    prohibits,
    report,
    scan,
    use,
)

if TYPE_CHECKING:
    from datetime import date

    from muniment.domain.ids import VendorId


def aside(customer: str) -> SetAside:
    return SetAside(instrument=CAMERAS, because=f"does not reach this use: customer is {customer}")


@pytest.mark.parametrize("width", [80, 120])
def test_the_whole_answer_fits_the_terminal(width: int) -> None:
    text = printed(partial(print_check, full_report(), estate_file="muniment.toml"), width)

    *lines, _next = text.splitlines()
    assert text == expected(f"check-{width}.txt", text)
    assert max(len(line) for line in lines) <= width


def test_without_an_estate_the_answer_is_for_any_contract_and_says_what_it_needs() -> None:
    found = use(system=None)
    open_now = UseDecision(
        use=found, contract=None, decision=decision(Outcome.UNDETERMINED, unknown=(customer_missing(),))
    )

    text = printed(partial(print_check, report([found], [open_now])))

    assert text == expected("check-any-contract.txt", text)


def test_the_gravest_vendor_comes_first() -> None:
    text = printed(partial(print_check, full_report()))

    order = [text.index(heading) for heading in ("✗ Northwind AI", "~ Halcyon Cameras", "✓ Redwood Cloud")]
    assert order == sorted(order)


def test_contracts_for_which_the_same_was_decided_share_one_line() -> None:
    found = use()
    same = [
        UseDecision(use=found, contract=name, decision=decision(reasons=(prohibits(),))) for name in (FLEET, HARBOUR)
    ]

    text = printed(partial(print_check, report([found], same, at=estate())), 160)

    assert text.count("✗ prohibited on") == 1
    assert f"on {HARBOUR} (Harbour logistics, Agency 1700) and {FLEET} (Fleet sustainment, Agency 9700)" in text


def test_contracts_that_an_instrument_reaches_for_no_reason_alike_share_one_line_with_each_reason() -> None:
    found = use()
    apart = [
        UseDecision(use=found, contract=name, decision=decision(Outcome.PERMITTED, set_aside=(aside(customer),)))
        for name, customer in ((FLEET, "civilian"), (HARBOUR, "intelligence"))
    ]

    text = printed(partial(print_check, report([found], apart, at=estate())), 160)

    assert text.count("✓ permitted on") == 1
    assert f"{CAMERAS}: does not reach this use: customer is intelligence or civilian" in text


def test_what_was_told_of_a_vendor_for_one_system_is_not_told_again_for_the_next() -> None:
    twice = [use(), use(system=GATEHOUSE)]
    same = [UseDecision(use=each, contract=FLEET, decision=decision(reasons=(prohibits(),))) for each in twice]

    text = printed(partial(print_check, report(twice, same, at=estate())), 160)

    assert text.count("✗ prohibited on") == 2
    assert text.count(prohibits().because) == 1
    assert "because   as for Gatehouse (gatehouse) above" in text


def test_a_question_is_asked_once_however_many_decisions_wait_for_it() -> None:
    found = use()
    waiting = decision(Outcome.UNDETERMINED, unknown=(customer_missing(),))
    both = [UseDecision(use=found, contract=name, decision=waiting) for name in (FLEET, HARBOUR)]

    text = printed(partial(print_check, report([found], both, at=estate())))

    assert text.count("Which part of the Government") == 1
    assert "bears on  2 decisions" in text
    assert f"[[contracts]] customer for {HARBOUR} and {FLEET}" in text


def test_a_use_that_only_a_person_recorded_is_shown_as_that() -> None:
    recorded = use()
    recorded = type(recorded)(
        vendor=NORTHWIND,
        system=recorded.system,
        roles=(),
        others=(),
        shown={},
        rung=recorded.rung,
        cls=recorded.cls,
        findings=(),
    )
    bad = UseDecision(use=recorded, contract=FLEET, decision=decision(reasons=(prohibits(),)))

    text = printed(partial(print_check, report([recorded], [bad], at=estate())))

    assert "recorded by a person in the estate file" in text


@pytest.mark.parametrize("mentions", [{}, {NORTHWIND: 3}])
def test_nothing_found_is_no_tick_where_something_could_not_be_read(mentions: dict[VendorId, int]) -> None:
    lost = scan(covered=coverage(Gap(path="a.lock", status=FileStatus.UNREADABLE, why="not json")))

    clean = printed(partial(print_check, report(mentions=mentions)))
    doubtful = printed(partial(print_check, report(scans=[lost], mentions=mentions)))

    assert "✓ no" in clean
    assert "✓" not in doubtful
    assert "in what could be read; what could not is listed below" in " ".join(doubtful.split())


def test_a_use_without_a_contract_is_never_passed_over() -> None:
    text = printed(partial(print_check, report([use()], [], at=estate())))

    assert "? not decided: no contract is recorded for this system" in text


def test_control_characters_in_file_names_and_lines_are_shown_and_not_obeyed() -> None:
    hostile = finding("src/\x1b[2Jx\u202e.py", excerpt="a\x1b]0;title\x07b")

    text = printed(partial(print_check, report([use(hostile)])))

    assert "\x1b" not in text
    assert "\\x1b[2Jx\\u202e.py:41" in text
    assert "a\\x1b]0;title\\x07b" in text


def test_a_long_path_keeps_its_file_name_and_line() -> None:
    deep = finding("/".join(["folder"] * 20) + "/handlers.py", 1208)

    text = printed(partial(print_check, report([use(deep)])))

    assert "…/handlers.py:1208" in text


def test_places_beyond_the_third_are_counted() -> None:
    found = use(*(finding(f"src/{number}.py") for number in range(7)))

    text = printed(partial(print_check, report([found])))

    assert "and 4 more places" in text
    assert "7 files in all" in text


def test_gaps_that_could_hide_a_use_come_first_and_the_rest_is_counted() -> None:
    gaps = [Gap(path=f"{n}.zip", status=FileStatus.ARCHIVE, why="", limits=n > 6) for n in range(8)]

    text = printed(partial(print_check, report([], scans=[scan(covered=coverage(*gaps))])))

    assert "! 1 place not looked at could hide a use" in text
    assert text.index("7.zip") < text.index("0.zip")
    assert "and 3 more; --json lists all" in text


def test_colour_only_repeats_what_signs_and_words_say() -> None:
    plain = printed(partial(print_check, full_report()))
    coloured = printed(partial(print_check, full_report()), color="yes")

    assert "\x1b[" in coloured
    assert "\x1b[" not in plain
    assert "✗ prohibited on" in plain


def _one(outcome: Outcome, until: date | None = None) -> UseDecision:
    return UseDecision(use=use(), contract=FLEET, decision=decision(outcome, until=until))


@pytest.mark.parametrize(
    ("decided", "says"),
    [
        pytest.param(_one(Outcome.PROHIBITED), "stop using Northwind AI, Inc., starting at", id="prohibited"),
        pytest.param(_one(Outcome.NEEDS_WAIVER), "ask for a waiver for Northwind AI, Inc.", id="needs-waiver"),
        pytest.param(_one(Outcome.NEEDS_AUTHORISATION), "have a named person authorise", id="needs-authorisation"),
        pytest.param(_one(Outcome.UNDETERMINED), "put the open point to counsel", id="undetermined-law"),
        pytest.param(_one(Outcome.PERMITTED_UNTIL, AS_OF), "plan to end the use of Northwind AI, Inc. by", id="until"),
        pytest.param(_one(Outcome.PERMITTED), "draft a certificate: muniment certify", id="permitted"),
    ],
)
def test_the_last_line_says_what_to_do_next(decided: UseDecision, says: str) -> None:
    answer = report([decided.use], [decided], at=estate())

    step = next_step(answer, "muniment.toml")

    assert says in step
    assert printed(partial(print_check, answer, estate_file="muniment.toml")).splitlines()[-1] == f"Next: {step}"


def test_where_nothing_was_there_to_read_the_answer_is_not_that_all_is_well() -> None:
    empty = report([], scans=[scan(covered=coverage(read=0, skipped=0))])

    assert "nothing was there to be read" in next_step(empty)


def test_the_proposed_command_gives_the_facts_that_the_evidence_showed() -> None:
    found = use(shown={customer_missing().fact: "dod"})
    bad = UseDecision(use=found, contract=FLEET, decision=decision(reasons=(prohibits(),)))

    step = next_step(report([found], [bad], at=estate()), "my estate.toml")

    assert f"--contract {FLEET} --as-of {AS_OF} --estate 'my estate.toml' --system portal" in step
    assert "--fact contract.customer=dod" in step
