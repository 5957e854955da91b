"""Drafts of certificates and trust policies: what is read, and that no text does anything but be refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.domain.answer import RepresentedAnswer
from muniment.domain.certification import OnFile
from muniment.domain.statement import Algorithm
from muniment.domain.trust import SignerRole
from muniment.errors import DraftError, PolicyError
from muniment.readers.certification import read_draft
from muniment.readers.trust import read_policy

DRAFT = """\
contract = "C-1"
modification = "P00003"
requested_by = "Bo Clerk"
signatory = "Ada Rivera"
title = "VP"
valid_until = 2027-02-20
supersedes = "OLD"

[[representations]]
template = "far-52.204-24"
at = "(d)(2)"
answer = "does"
copy = "copy.txt"

[[letters]]
source = "letter of 2 November"
words = "words.txt"
letter = "letter.pdf"

[[disclosures]]
id = "covered:52.204-24(d)(2):hikvision:office"
text = '''
Two cameras.
At our own door.'''
under = "52.204-24(e)(2)(i)"
fields = {brand = "Hikvision"}

[[waivers]]
id = "w"
document = "waiver.pdf"

[[phase_out]]
vendor = "hikvision"
system = "office"
until = 2027-01-31
how = "replaced"

[inquiry]
methods = ["a scan"]
limits = ["enclave B"]
people = [{name = "C. Lead", role = "engineer", on = 2026-11-20, about = "tools"}]
searches = [{where = "SAM", words = "FASCSA order", on = 2026-11-20, by = "B", result = "none"}]

[[flow_down]]
subcontractor = "Small Shop"
clause = "52.204-25"
on_file = "signed"
document = "shop.pdf"
"""
POLICY = """\
threshold = 2
algorithms = ["ecdsa-p384-sha384", "ml-dsa-87"]
stamped = true
stamp_authorities = ["root.pem"]

[[keys]]
file = "ada.pub"
person = "Ada Rivera"
roles = ["signatory", "reviewer"]
from = 2026-01-01
until = 2027-12-31
revoked = 2027-06-01
reason = "the card was lost"
"""


def test_everything_that_a_draft_may_hold_is_read() -> None:
    draft = read_draft(DRAFT, where="draft.toml")

    brings = draft.brings
    assert (draft.contract, draft.signatory.name, draft.valid_until, draft.supersedes) == (
        *("C-1", "Ada Rivera", date(2027, 2, 20)),
        "OLD",
    )
    assert (brings.represented[0].answer, brings.flow_down[0].on_file) == (RepresentedAnswer.DOES, OnFile.SIGNED)
    assert brings.told[0].text == "Two cameras.\nAt our own door."
    assert brings.inquiry.searches[0].words == "FASCSA order"
    assert brings.files == ("copy.txt", "words.txt", "letter.pdf", "waiver.pdf", "shop.pdf")


def test_everything_that_a_policy_may_hold_is_read() -> None:
    policy = read_policy(POLICY, where="trust.toml")

    ((file, grant),) = policy.keys
    assert (policy.threshold, policy.stamped, policy.stamp_authorities) == (2, True, ("root.pem",))
    assert policy.algorithms == (Algorithm.ECDSA_P384_SHA384, Algorithm.ML_DSA_87)
    assert (file, grant.person, grant.roles) == ("ada.pub", "Ada Rivera", (SignerRole.SIGNATORY, SignerRole.REVIEWER))
    assert (grant.start, grant.until, grant.revoked) == (date(2026, 1, 1), date(2027, 12, 31), date(2027, 6, 1))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("ada rivera", id="other case"),
        pytest.param("Ada  Rivera", id="another blank"),
        pytest.param("Ad\u00e1 Rivera", id="an accent"),
        pytest.param("\u0410da Rivera", id="a Cyrillic letter"),
        pytest.param("Ada R\u0131vera", id="an i without its dot"),
        pytest.param("Ada Rlvera", id="an l for an i"),
    ],
)
def test_two_persons_of_a_policy_whose_names_look_alike_are_refused(other: str) -> None:
    text = f"""
{POLICY}
[[keys]]
file = "other.pub"
person = "{other}"
roles = ["signatory"]
"""

    with pytest.raises(PolicyError) as caught:
        read_policy(text, where="trust.toml")

    (problem,) = caught.value.problems
    assert problem.what == f"`{other}` looks like `Ada Rivera`, and would be counted as another person"


def test_a_policy_says_by_which_names_people_go_also_those_without_a_key() -> None:
    more = """
[[people]]
person = "Ada Rivera"
also = ["ada@x.example"]

[[people]]
person = "Jo Ames"
also = ["jo@x.example", "AMES.JO.12"]
"""

    people = read_policy(f"{POLICY}\n{more}", where="trust.toml").people

    assert people.same("Ada Rivera", "ADA@x.example")
    assert people.same("jo@x.example", "AMES.JO.12")
    assert not people.same("Jo Ames", "Ada Rivera")
    assert (people.knows("jo ames"), people.knows("Al Orr")) == (True, False)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        pytest.param(
            '[[people]]\nperson = "Jo Ames"\nalso = ["Ada Rivera"]',
            "`Ada Rivera` is, or looks like, a name of `Ada Rivera`",
            id="the name of somebody with a key",
        ),
        pytest.param(
            '[[people]]\nperson = "Jo"\nalso = ["x@y"]\n[[people]]\nperson = "Al"\nalso = ["X@Y"]',
            "`X@Y` is, or looks like, a name of `Jo`",
            id="one name of two persons",
        ),
        pytest.param('[[people]]\nperson = "Jo"\n[[people]]\nperson = "Jo"', "`Jo` stands twice", id="twice"),
        pytest.param(
            '[[people]]\nperson = "Аda Rivera"',  # noqa: RUF001  (that is the point)
            "looks like `Ada Rivera`",
            id="a name that looks like another",
        ),
        pytest.param('[[people]]\nperson = "Jo"\nalias = []', "`alias`", id="an unknown key"),
        pytest.param('[[people]]\nalso = ["x@y"]', "[[people]] without `person`", id="names of nobody"),
    ],
)
def test_names_that_would_make_who_is_who_uncertain_are_refused(more: str, what: str) -> None:
    with pytest.raises(PolicyError) as told:
        read_policy(f"{POLICY}\n{more}\n", where="trust.toml")

    assert any(what in problem.what for problem in told.value.problems), told.value.problems


def test_two_keys_of_one_person_under_one_name_are_read() -> None:
    more = '[[keys]]\nfile = "card.pub"\nperson = "Ada Rivera"\nroles = ["reviewer"]\n'

    policy = read_policy(f"{POLICY}\n{more}", where="trust.toml")

    assert [grant.person for _, grant in policy.keys] == ["Ada Rivera", "Ada Rivera"]


@pytest.mark.parametrize("line", [line for line in DRAFT.splitlines() if line.endswith('"') and " = " in line][:8])
def test_a_value_of_another_kind_is_refused_with_its_line(line: str) -> None:
    number = DRAFT.splitlines().index(line) + 1

    with pytest.raises(DraftError) as caught:
        read_draft(DRAFT.replace(line, line.partition(" = ")[0] + " = [1]", 1), where="draft.toml")

    assert any(problem.where.startswith(f"draft.toml:{number}:") for problem in caught.value.problems)


def spoiled(text: str, start: int, length: int, put: str) -> str:
    return text[: start % len(text)] + put + text[start % len(text) + length :]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 40), st.text(max_size=8) | st.sampled_from(["[", "]", '"', "\n", "= 1"]))
def test_a_spoiled_draft_is_read_or_refused_and_nothing_else(start: int, length: int, put: str) -> None:
    with suppress(DraftError):
        read_draft(spoiled(DRAFT, start, length, put), where="draft.toml")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 40), st.text(max_size=8) | st.sampled_from(["[", "]", '"', "\n", "= 1"]))
def test_a_spoiled_policy_is_read_or_refused_and_nothing_else(start: int, length: int, put: str) -> None:
    with suppress(PolicyError):
        read_policy(spoiled(POLICY, start, length, put), where="trust.toml")
