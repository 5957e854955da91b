"""What is open before a certificate, and why a draft is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT, NEXT_YEAR, request
from muniment.app.certify import draft
from muniment.app.certify.blockers import blockers
from muniment.errors import RefusedError

if TYPE_CHECKING:
    from muniment.domain.report import Report

PROHIBITED = "prohibited:northwind-ai:mission-tool"


def ids(found: Report) -> list[str]:
    return [each.id for each in blockers(found, CONTRACT, valid_until=NEXT_YEAR)]


def refused(found: Report, *disclosures: tuple[str, str]) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        draft(found, CONTRACT, request(*disclosures))
    return [problem.where for problem in caught.value.problems]
