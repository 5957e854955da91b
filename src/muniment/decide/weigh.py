"""One instrument against one set of facts: the best and the worst that may follow, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from muniment.decide.clocks import due
from muniment.decide.logic import Truth, compiled, failing
from muniment.domain.decision import DutyDue, LastDay, OpenLaw, Outcome, ReadingOutcome, Reason, SetAside
from muniment.domain.ids import FactId
from muniment.domain.restriction import Clock, DutyKind, Effect, EffectKind, Restriction, State, Status, WindDown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.domain.agreement import Waiver
    from muniment.domain.citation import Citation
    from muniment.domain.condition import Facts
    from muniment.domain.rulebook import Rulebook

REMOVAL_DATE = FactId("contract.removal_date")
IDENTIFIED = FactId("event.identified")
_OUTCOMES = {
    EffectKind.NONE: Outcome.PERMITTED,
    EffectKind.NOTIFY: Outcome.PERMITTED,
    EffectKind.AUTHORISE: Outcome.NEEDS_AUTHORISATION,
    EffectKind.WAIVER_ONLY: Outcome.NEEDS_WAIVER,
    EffectKind.PROHIBIT: Outcome.PROHIBITED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What one instrument contributes. `reason` and `set_aside` exclude each other."""

    best: Outcome = Outcome.PERMITTED
    worst: Outcome = Outcome.PERMITTED
    reason: Reason | None = None
    set_aside: tuple[SetAside, ...] = ()
    missing: frozenset[FactId] = frozenset()
    open_law: tuple[OpenLaw, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    last_days: tuple[LastDay, ...] = ()
    duties: tuple[DutyDue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known of an instrument's force on a day: every possibility, and what would tell them apart."""

    possible: frozenset[bool | None]
    missing: frozenset[FactId]
    status: Status | None


@dataclass(slots=True)
class _Given:
    """What follows if the instrument reaches the use."""

    best: Outcome
    worst: Outcome
    missing: frozenset[FactId] = frozenset()
    last_days: list[LastDay] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)


class Weigher:
    """One restriction, its conditions compiled once."""

    def __init__(self, restriction: Restriction, rulebook: Rulebook) -> None:
        """Compile every condition of `restriction`."""
        self.restriction = restriction
        self._rulebook = rulebook
        self._scope = compiled(restriction.scope)
        self._statuses = [(status, compiled(status.when)) for status in restriction.statuses]
        self._exceptions = [(exception, compiled(exception.when)) for exception in restriction.exceptions]
        self._unsettled = [(case, compiled(case.when)) for case in restriction.unsettled]
        self._wind_downs = [(wind_down, compiled(wind_down.when)) for wind_down in restriction.wind_downs]
        self._readings = [(reading, compiled(reading.when)) for reading in restriction.readings]
        self._duties = [(duty, compiled(duty.when)) for duty in restriction.duties]

    def weigh(self, facts: Facts, as_of: date, waivers: Sequence[Waiver]) -> Weighed:
        """Return what the instrument contributes on `as_of`."""
        effect = self.restriction.effects.on(as_of)
        if effect is None or effect.kind is EffectKind.NONE:
            return self._aside(self._no_effect(effect, as_of), () if effect is None else (effect.cited,))
        scope = self._scope(facts)
        if scope is False:
            return self._aside(f"does not reach this use: {failing(self.restriction.scope, facts)}", (effect.cited,))
        standing = self._standing(facts, as_of)
        if not self.restriction.binding:
            return self._statement(facts, as_of, effect, standing, scope)
        if standing.possible == {False}:
            return self._aside(_standing_words(standing.status), standing.status.cited if standing.status else ())
        for exception, test in self._exceptions:
            if test(facts) is True:
                return self._aside(f"leaves this out: {exception.title}", (exception.cited,))
        return self._bites(facts, as_of, effect, standing, scope, waivers)

    def _bites(
        self, facts: Facts, as_of: date, effect: Effect, standing: _Standing, scope: Truth, waivers: Sequence[Waiver]
    ) -> Weighed:
        given = self._given(facts, as_of, effect, waivers)
        missing = given.missing | standing.missing | (frozenset() if scope is True else _facts(scope))
        for _, test in self._exceptions:
            missing |= _facts(test(facts))
        open_law = self._open_law(facts, standing)
        certain = not open_law and scope is True and standing.possible == {True} and not self._may_be_exempt(facts)
        best = given.best if certain else Outcome.PERMITTED
        cited = (effect.cited, *(standing.status.cited if standing.status else ()))
        return Weighed(
            best=best,
            worst=given.worst,
            reason=Reason(
                instrument=self.restriction.id,
                best=best,
                worst=given.worst,
                because="; ".join([_standing_words(standing.status), *given.notes]),
                cited=tuple(dict.fromkeys(cited)),
            ),
            set_aside=tuple(given.aside),
            missing=missing,
            open_law=open_law,
            readings=self._all_readings(facts, as_of),
            last_days=tuple(given.last_days),
            duties=self._duties_due(facts, scope, reached=best is not Outcome.PERMITTED or certain),
        )

    def _may_be_exempt(self, facts: Facts) -> bool:
        return any(test(facts) is not False for _, test in self._exceptions)

    def _standing(self, facts: Facts, as_of: date) -> _Standing:
        possible: set[bool | None] = set()
        missing: frozenset[FactId] = frozenset()
        shown: Status | None = None
        for status, test in self._statuses:
            if not status.during.holds_on(as_of):
                continue
            truth = test(facts)
            if truth is False:
                continue
            possible.add(status.state.operative)
            shown = shown or status
            if truth is True:
                return _Standing(frozenset(possible), missing, status if len(possible) == 1 else shown)
            missing |= truth
        return _Standing(frozenset({*possible, None}), missing, shown)

    def _given(self, facts: Facts, as_of: date, effect: Effect, waivers: Sequence[Waiver]) -> _Given:
        outcome = _OUTCOMES[effect.kind]
        given = _Given(outcome, outcome)
        if outcome is Outcome.PERMITTED:
            return given
        self._waive(given, as_of, waivers)
        if given.worst is not Outcome.PERMITTED_UNTIL:
            self._wind_down(given, facts, as_of, outcome)
        return given

    def _waive(self, given: _Given, as_of: date, waivers: Sequence[Waiver]) -> None:
        for waiver in waivers:
            if waiver.instrument != self.restriction.id:
                continue
            last = waiver.during.end - timedelta(days=1) if waiver.during.end else None
            if waiver.during.holds_on(as_of):
                given.best = given.worst = Outcome.PERMITTED_UNTIL if last else Outcome.PERMITTED
                given.notes.append(f"waiver {waiver.id} granted by {waiver.granted_by}")
                if last:
                    given.last_days.append(
                        self._last_day(last, f"waiver {waiver.id}", self.restriction.statuses[0].cited[0])
                    )
            else:
                ended = last is not None and last < as_of
                because = (
                    f"waiver {waiver.id} ended {last}" if ended else f"waiver {waiver.id} begins {waiver.during.start}"
                )
                given.aside.append(SetAside(instrument=self.restriction.id, because=because))

    def _wind_down(self, given: _Given, facts: Facts, as_of: date, outcome: Outcome) -> None:
        sure: list[WindDown] = []
        maybe: list[WindDown] = []
        for wind_down, test in self._wind_downs:
            if not wind_down.during.holds_on(as_of) or (truth := test(facts)) is False:
                continue
            (sure if truth is True else maybe).append(wind_down)
            if truth is not True and as_of <= wind_down.until:
                given.missing |= _facts(truth)
        given.last_days += [self._last_day(w.until, w.title, w.cited, w.note) for w in (*sure, *maybe)]
        if sure and isinstance(removal := facts.get(REMOVAL_DATE), date):
            given.last_days.insert(0, self._last_day(removal, "the contracting officer's letter", sure[0].cited))
            given.best = given.worst = Outcome.PERMITTED_UNTIL if as_of <= removal else outcome
            return
        running = [w.until for w in sure if as_of <= w.until]
        if running and len(running) == len(sure):
            given.best = given.worst = Outcome.PERMITTED_UNTIL
        elif running:
            given.best = Outcome.PERMITTED_UNTIL
            given.missing |= {REMOVAL_DATE}
            given.notes.append("documents give different last days, and some have passed")
        elif any(as_of <= w.until for w in maybe):
            given.best = Outcome.PERMITTED_UNTIL

    def _last_day(self, until: date, title: str, cited: Citation, note: str = "") -> LastDay:
        return LastDay(instrument=self.restriction.id, until=until, title=title, cited=cited, note=note)

    def _open_law(self, facts: Facts, standing: _Standing) -> tuple[OpenLaw, ...]:
        found = [
            OpenLaw(instrument=self.restriction.id, why=case.why, cited=(case.cited,))
            for case, test in self._unsettled
            if test(facts) is True
        ]
        if None in standing.possible and not standing.missing:
            why = (
                _standing_words(standing.status)
                if standing.status
                else "no status is recorded for this person on this day"
            )
            found.append(
                OpenLaw(instrument=self.restriction.id, why=why, cited=standing.status.cited if standing.status else ())
            )
        return tuple(found)

    def _statement(self, facts: Facts, as_of: date, effect: Effect, standing: _Standing, scope: Truth) -> Weighed:
        """Weigh a statement that cites no authority: it leaves the law open while it is fresh, and decides nothing after."""
        readings = self._all_readings(facts, as_of)
        if standing.status is None or standing.status.state is not State.ANNOUNCED:
            aside = self._aside("a statement that cites no authority; its readings are shown", (effect.cited,))
            return Weighed(set_aside=aside.set_aside, readings=readings)
        why = "announced, and no instrument with its scope existed on this day"
        worst = _OUTCOMES[effect.kind]
        return Weighed(
            worst=worst,
            reason=Reason(
                instrument=self.restriction.id, best=Outcome.PERMITTED, worst=worst, because=why, cited=(effect.cited,)
            ),
            missing=_facts(scope),
            open_law=(OpenLaw(instrument=self.restriction.id, why=why, cited=standing.status.cited),),
            readings=readings,
        )

    def _all_readings(self, facts: Facts, as_of: date) -> tuple[ReadingOutcome, ...]:
        return tuple(
            ReadingOutcome(
                instrument=self.restriction.id,
                reading=reading.id,
                holder=reading.holder,
                says=reading.says,
                outcome=_reading_outcome(test(facts), reading.effect),
                cited=reading.cited,
            )
            for reading, test in self._readings
            if reading.during.holds_on(as_of)
        )

    def _duties_due(self, facts: Facts, scope: Truth, *, reached: bool) -> tuple[DutyDue, ...]:
        found: list[DutyDue] = []
        for duty, test in self._duties:
            truth = test(facts)
            arises = reached and truth is not False if duty.kind is DutyKind.REPORT else scope is True and truth is True
            if arises:
                found.append(DutyDue(instrument=self.restriction.id, duty=duty, due=self._due(facts, duty.clocks)))
        return tuple(found)

    def _due(self, facts: Facts, clocks: tuple[Clock, ...]) -> tuple[tuple[Clock, date | None], ...]:
        start = facts.get(IDENTIFIED)
        book = self._rulebook
        return tuple(
            (
                clock,
                due(clock, start, book.holidays, book.holidays_through)
                if clock.runs_from == "identified" and isinstance(start, date)
                else None,
            )
            for clock in clocks
        )

    def _no_effect(self, effect: Effect | None, as_of: date) -> str:
        if effect is None:
            return f"nothing follows from it before {self.restriction.effects.entries[0][0]}"
        return f"has no effect on {as_of}"

    def _aside(self, because: str, cited: tuple[Citation, ...]) -> Weighed:
        return Weighed(set_aside=(SetAside(instrument=self.restriction.id, because=because, cited=cited),))


def _facts(truth: Truth) -> frozenset[FactId]:
    return frozenset() if isinstance(truth, bool) else truth


def _reading_outcome(truth: Truth, effect: EffectKind) -> Outcome:
    if truth is False:
        return Outcome.PERMITTED
    return _OUTCOMES[effect] if truth is True else Outcome.UNDETERMINED


def _standing_words(status: Status | None) -> str:
    if status is None:
        return "no status is recorded for this person on this day"
    words = {
        State.ANNOUNCED: "announced",
        State.IN_FORCE: "in force",
        State.UPHELD: "upheld",
        State.STAYED: "stayed",
        State.ENJOINED: "enjoined",
        State.SET_ASIDE: "set aside by a court or withdrawn",
        State.SUPERSEDED: "superseded",
        State.EXPIRED: "expired",
        State.UNKNOWN: "its status is not known",
    }
    ends = f" to {status.during.end - timedelta(days=1)}" if status.during.end else ""
    return f"{words[status.state]} since {status.during.start}{ends} for {status.whom}"
