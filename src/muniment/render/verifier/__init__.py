"""The page that verifies packages in a browser: one file, put together from the parts beside this one."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

import muniment
from muniment.domain.act import ActKind
from muniment.domain.age import SetIn
from muniment.domain.answer import RepresentedAnswer
from muniment.domain.certification import OnFile, ReviewVerdict
from muniment.domain.citation import Confidence
from muniment.domain.decision import Outcome
from muniment.domain.entry import EntryType
from muniment.domain.evidence import FileStatus, Rung
from muniment.domain.person import ALIKE
from muniment.domain.statement import Algorithm
from muniment.domain.trust import ALONE, ROLES
from muniment.prove.acts import CHECKS as ACT_CHECKS
from muniment.prove.apart import APART_CHECKS
from muniment.prove.entry import FORMAT as ENTRY_FORMAT
from muniment.prove.fields import spelling
from muniment.prove.forms import FORMS
from muniment.prove.in_ledger import LEDGER_CHECKS
from muniment.prove.manifest import FORMAT
from muniment.prove.manifest import PREDICATE_TYPE as SEAL_TYPE
from muniment.prove.package import ASKED_CHECKS, PACKAGE_CHECKS
from muniment.prove.revoked import REVOKED_CHECKS
from muniment.prove.trust import TRUST_CHECKS
from muniment.prove.verify import CHECKS
from muniment.render.words import RUNG, SIGN, WORD

_PARTS: Final = Path(__file__).parent
_SCRIPTS: Final = (
    "bytes",
    "archive",
    "keys",
    "forms",
    "ledger",
    "certificate",
    "acts",
    "package",
    "policy",
    "trust",
    "show",
    "page",
)


def style() -> str:
    """Return how the pages look that people open from disk."""
    return (_PARTS / "style.css").read_text(encoding="utf-8")


def verifier_page() -> bytes:
    """Return the page. It needs no network, and its policy lets nothing run but the script in it.

    The same release gives the same bytes.
    """
    look = style()
    page = (_PARTS / "page.html").read_text(encoding="utf-8")
    script = _script()
    for name, text in (
        ("script-hash", policy_source(script)),
        ("style-hash", policy_source(look)),
        ("version", muniment.__version__),
        ("style", look),
        ("script", script),
    ):
        page = page.replace(f"{{{name}}}", text, 1)
    return page.encode()


def _script() -> str:
    parts = [(_PARTS / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    data = json.dumps(_data(), ensure_ascii=True, sort_keys=True, indent=1).replace("<", "\\u003c")
    return "\n".join(('"use strict";', f"const DATA = {data};", *parts))


def policy_source(text: str) -> str:
    """Return how a policy names the one text that it lets in."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _data() -> dict[str, object]:
    """Return what the page has in common with the program: the checks in words, and the words of a statement."""
    return {
        "actChecks": ACT_CHECKS,
        "actRoles": {kind.value: sorted(role.value for role in roles) for kind, roles in ROLES.items()},
        "acts": {each.value: each.says for each in ActKind},
        "alike": ALIKE,
        "apartChecks": APART_CHECKS,
        "askedChecks": ASKED_CHECKS,
        "certificateChecks": CHECKS,
        "entryFormat": ENTRY_FORMAT,
        "held": [each.value for each in OnFile if each.held],
        "ledgerChecks": LEDGER_CHECKS,
        "packageChecks": PACKAGE_CHECKS,
        "packageFormat": FORMAT,
        "plainDenials": [each.value for each in RepresentedAnswer if each.denies and not each.excepts_disclosed],
        "predicateTypes": FORMS,
        "sealType": SEAL_TYPE,
        "revokedChecks": REVOKED_CHECKS,
        "roles": {each.value: word for each, word in ALONE.items()},
        "searched": [spelling(each) for each in FileStatus if each.was_read],
        "signs": {each.value: SIGN[each] for each in Outcome},
        "trustChecks": TRUST_CHECKS,
        "words": {
            "answer": {each.value: each.value.replace("-", " ") for each in RepresentedAnswer},
            "algorithm": {each.value: each.value for each in Algorithm},
            "confidence": {each.value: each.value for each in Confidence},
            "entryType": {each.value: each.value for each in EntryType},
            "fileStatus": {spelling(each): each.value for each in FileStatus},
            "onFile": {each.value: each.value for each in OnFile},
            "outcome": {each.value: WORD[each] for each in Outcome},
            "rung": {spelling(each): RUNG[each] for each in Rung},
            "setIn": {each.value: each.words for each in SetIn},
            "verdict": {each.value: each.value for each in ReviewVerdict},
        },
    }
