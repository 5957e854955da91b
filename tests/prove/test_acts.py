"""Acts that one person signed: each check has at least one envelope that fails it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from muniment.domain.act import Act, ActKind
from muniment.domain.statement import Algorithm
from muniment.errors import ProofError
from muniment.prove.acts import LARGEST, seal_act, verify_act
from muniment.prove.canonical import canonical, digest
from muniment.prove.envelope import read
from prove.statements import enclosed
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Callable

REVIEW = Act(
    kind=ActKind.REVIEW,
    by="B. Counsel",
    at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    algorithm=Algorithm.ECDSA_P384_SHA384,
    about=(("draft.toml", digest(b"draft")),),
    told=(("certificate", "A"), ("verdict", "approved"), ("note", "")),
)


def sealed(act: Act = REVIEW) -> bytes:
    return seal_act(act, keyid=p384().keyid, sign=p384().sign)


def failure(envelope: bytes, kind: ActKind = ActKind.REVIEW) -> str:
    with pytest.raises(ProofError) as caught:
        verify_act(envelope, kind, keys=(p384().public,))
    return str(caught.value)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(read(sealed()).payload)
    change(document)
    return enclosed(canonical(document))


@pytest.mark.parametrize("kind", list(ActKind))
def test_an_act_comes_back_as_it_was_signed(kind: ActKind) -> None:
    act = replace(REVIEW, kind=kind, told=tuple((name, f"its {name}") for name in kind.says))

    verified = verify_act(sealed(act), kind, keys=(p384().public,))

    assert verified.act == act
    assert verified.signed_by == (p384().keyid,)


@pytest.mark.parametrize(
    ("envelope", "what"),
    [
        pytest.param(b" " * (LARGEST + 1), "check 1, envelope", id="too large"),
        pytest.param(b"{}", "check 2, envelope", id="no envelope"),
        pytest.param(enclosed(read(sealed()).payload, kind="text/plain"), "check 3, envelope", id="another payload"),
        pytest.param(enclosed(read(sealed()).payload, p256()), "check 4, signatures", id="a stranger's key"),
        pytest.param(enclosed(read(sealed()).payload + b" "), "check 5, payload", id="not canonical"),
        pytest.param(changed(lambda d: d["predicate"].update(extra="x")), "check 6, predicate", id="an unknown field"),
        pytest.param(changed(lambda d: d["predicate"].pop("note")), "check 6, predicate", id="a missing field"),
        pytest.param(changed(lambda d: d["predicate"].update(by=" ")), "check 6, predicate.by", id="nobody"),
        pytest.param(
            changed(lambda d: d["predicate"].update(algorithm="ml-dsa-87")),
            "check 7, signatures",
            id="another algorithm",
        ),
    ],
)
def test_an_act_that_does_not_pass_is_refused_by_number(envelope: bytes, what: str) -> None:
    assert failure(envelope).startswith(what)


def test_one_kind_of_act_is_never_taken_for_another() -> None:
    assert failure(sealed(), ActKind.REVOCATION).startswith("check 6, statement.predicateType")
