"""A decision record: questions with everything that an answer rests on, and the answers that were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from muniment.domain.age import AgeLimit
    from muniment.domain.agreement import Waiver
    from muniment.domain.condition import Facts
    from muniment.domain.contract import Posture
    from muniment.domain.ids import ContractId, Digest, SystemId, VendorId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBy:
    """Who asked, on which day, in which words: a contracting officer, say. No decision rests on it."""

    by: str
    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedQuestion:
    """One question as it was asked, with the waivers and the postures that were held.

    `age_limit` is nothing in a record from before the age of a rulebook counted; `asked` where a check asked.
    """

    vendor: VendorId
    as_of: date
    facts: Facts
    waivers: tuple[Waiver, ...]
    postures: tuple[Posture, ...]
    contract: ContractId | None = None
    system: SystemId | None = None
    age_limit: AgeLimit | None = None
    asked: AskedBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`rulebook` is the digest of the law that was in force then; `answers` are JSON objects, one for each question.

    `program` is the version that answered.
    """

    where: str
    program: str
    rulebook: Digest
    version: str
    questions: tuple[RecordedQuestion, ...]
    answers: tuple[Mapping[str, object], ...]
