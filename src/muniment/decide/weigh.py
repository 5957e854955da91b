"""One instrument against one set of facts: the best and the worst that may follow, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.decide.logic import Truth, compiled, facts_in, failing
from muniment.decide.respite import Respite
from muniment.decide.standing import Standing, Standings
from muniment.domain.decision import LastDay, OpenLaw, Outcome, ReadingOutcome, Reason, SetAside
from muniment.domain.restriction import Effect, EffectKind, Restriction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from muniment.decide.seen import Seen
    from muniment.domain.agreement import Waiver
    from muniment.domain.citation import Citation
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.restriction import Reading
    from muniment.domain.rulebook import Rulebook

_OUTCOMES = {
    EffectKind.NONE: Outcome.PERMITTED,
    EffectKind.NOTIFY: Outcome.PERMITTED,
    EffectKind.AUTHORISE: Outcome.NEEDS_AUTHORISATION,
    EffectKind.WAIVER_ONLY: Outcome.NEEDS_WAIVER,
    EffectKind.PROHIBIT: Outcome.PROHIBITED,
}


Points: TypeAlias = tuple[OpenLaw, ...]
"""What an instrument leaves unsettled, as far as what is known reaches it."""


class Bound(NamedTuple):
    """How far an instrument with duties binds: on that, and on the facts, it turns which of them arise."""

    may_bind: bool
    reached: bool


class Weighed(NamedTuple):
    """What one instrument contributes. Without a `reason` it does not bear on the outcome.

    `until` is the last permitted day where `worst` is `PERMITTED_UNTIL`. `missing` are the facts to be asked for next:
    those of the scope while it is not known whether the instrument reaches the use at all, and the others after that.
    `bound` is set where the instrument has duties.
    """

    best: Outcome = Outcome.PERMITTED
    worst: Outcome = Outcome.PERMITTED
    until: date | None = None
    reason: Reason | None = None
    set_aside: tuple[SetAside, ...] = ()
    missing: frozenset[FactId] = frozenset()
    open_law: tuple[OpenLaw, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    last_days: tuple[LastDay, ...] = ()
    bound: Bound | None = None


class Range(NamedTuple):
    """From the best to the worst that is still possible."""

    best: Outcome
    worst: Outcome

    @property
    def is_settled(self) -> bool:
        """Say whether only one outcome is possible."""
        return self.best is self.worst

    @classmethod
    def of(cls, weighed: Iterable[Weighed]) -> Range:
        """Return what is possible where all of `weighed` count: the strictest decides."""
        best = worst = Outcome.PERMITTED
        for each in weighed:
            best = each.best if each.best.rank > best.rank else best
            worst = each.worst if each.worst.rank > worst.rank else worst
        return cls(best, worst)

    def also(self, other: Range) -> Range:
        """Return what is possible where nobody knows which of the two is given."""
        best = self.best if self.best.rank < other.best.rank else other.best
        worst = self.worst if self.worst.rank > other.worst.rank else other.worst
        return Range(best, worst)


class _Asked(NamedTuple):
    """A question about one instrument that reaches the use, or may reach it.

    In reasoning by cases, `facts` are also what is assumed, and `points` are those of what is known.
    """

    facts: Seen
    points: Points | None
    as_of: date
    effect: Effect
    standing: Standing
    scope: Truth


class Weigher:
    """One restriction, its conditions compiled once."""

    def __init__(self, restriction: Restriction, rulebook: Rulebook) -> None:
        """Compile every condition of `restriction`."""
        self.restriction = restriction
        self._whose = f"; {restriction.pack.words}" if restriction.pack else ""
        self._scope = compiled(restriction.scope)
        self._outside = failing(restriction.scope)
        self._standings = Standings(restriction)
        self._exceptions = [(exception, compiled(exception.when)) for exception in restriction.exceptions]
        self._unsettled = [
            (OpenLaw(instrument=restriction.id, why=case.why, cited=(case.cited,)), compiled(case.when))
            for case in restriction.unsettled
        ]
        self._readings = [
            (reading, compiled(reading.when), _read(restriction.id, reading)) for reading in restriction.readings
        ]
        self._respite = Respite(restriction, rulebook)
        self._has_duties = bool(restriction.duties)

    def points(self, known: Seen) -> Points:
        """Return what is left unsettled, surely, where this is `known`."""
        return tuple([law for law, test in self._unsettled if test(known) is True])

    def weigh(
        self, facts: Seen, as_of: date, waivers: Sequence[Waiver], points: Points | None = None
    ) -> tuple[Weighed]:
        """Return what the instrument contributes on `as_of`.

        Where some of `facts` are assumed, `points` are those of what is known: no assumption leaves anything unsettled.
        """
        return (self._weighed(facts, as_of, waivers, points),)

    def _weighed(self, facts: Seen, as_of: date, waivers: Sequence[Waiver], points: Points | None) -> Weighed:
        effect = self.restriction.effects.on(as_of)
        scope = self._scope(facts)
        if effect is None:
            start, first = self.restriction.effects.entries[0]
            return self._aside(f"nothing follows from it before {start}", (first.cited,), facts, as_of, scope)
        if effect.kind is EffectKind.NONE:
            return self._aside(f"nothing follows from it on {as_of}", (effect.cited,), facts, as_of, scope)
        if scope is False:
            because = f"does not reach this use: {self._outside(facts)}"
            return self._aside(because, (effect.cited,), facts, as_of, scope)
        asked = _Asked(facts, points, as_of, effect, self._standings.on(as_of, facts), scope)
        return self._bites(asked, waivers) if self.restriction.binding else self._speaks(asked)

    def _bites(self, asked: _Asked, waivers: Sequence[Waiver]) -> Weighed:
        facts, standing, effect = asked.facts, asked.standing, asked.effect
        if standing.is_without_force:
            return self._aside(standing.words, standing.cited, facts, asked.as_of, asked.scope)
        exempt: frozenset[FactId] = frozenset()
        for exception, test in self._exceptions:
            if (truth := test(facts)) is True:
                because = f"leaves this out: {exception.title}"
                return self._aside(because, (exception.cited,), facts, asked.as_of, asked.scope)
            exempt |= facts_in(truth)
        following = self._respite.following(_OUTCOMES[effect.kind], facts, asked.as_of, waivers)
        open_law = self._open_law(asked) if asked.scope is True else ()
        certain = asked.scope is True and standing.possible == {True} and not exempt and not open_law
        best = following.best if certain else Outcome.PERMITTED
        return Weighed(
            best=best,
            worst=following.worst,
            until=following.until,
            reason=Reason(
                instrument=self.restriction.id,
                best=best,
                worst=following.worst,
                because="; ".join([*_doubt(asked.scope), standing.words, *following.notes]) + self._whose,
                cited=(effect.cited, *(each for each in standing.cited if each != effect.cited)),
            ),
            set_aside=tuple(following.aside),
            missing=facts_in(asked.scope) or following.missing | standing.missing | exempt,
            open_law=open_law,
            readings=self._all_readings(facts, asked.as_of),
            last_days=tuple(following.last_days),
            bound=Bound(standing.may_bind, reached=certain) if self._has_duties else None,
        )

    def _open_law(self, asked: _Asked) -> tuple[OpenLaw, ...]:
        points, standing = self.points(asked.facts) if asked.points is None else asked.points, asked.standing
        if None in standing.possible and not standing.missing:
            return (*points, OpenLaw(instrument=self.restriction.id, why=standing.words, cited=standing.cited))
        return points

    def _speaks(self, asked: _Asked) -> Weighed:
        """Weigh a statement that cites no authority: fresh, it leaves the law open; later it decides nothing."""
        standing = asked.standing
        if standing.is_without_force:
            because = "a statement that cites no authority; it shows readings and decides nothing"
            return self._aside(because, (asked.effect.cited,), asked.facts, asked.as_of, asked.scope)
        why = "announced, and no instrument with its scope existed on this day"
        worst = _OUTCOMES[asked.effect.kind]
        open_law = OpenLaw(instrument=self.restriction.id, why=why, cited=standing.cited)
        return Weighed(
            worst=worst,
            reason=Reason(
                instrument=self.restriction.id,
                best=Outcome.PERMITTED,
                worst=worst,
                because="; ".join([*_doubt(asked.scope), why]) + self._whose,
                cited=(asked.effect.cited,),
            ),
            missing=facts_in(asked.scope) or standing.missing,
            open_law=(open_law,) if asked.scope is True and not standing.missing else (),
            readings=self._all_readings(asked.facts, asked.as_of),
        )

    def _all_readings(self, facts: Seen, as_of: date) -> tuple[ReadingOutcome, ...]:
        if not self._readings:
            return ()
        held = [(test(facts), told) for reading, test, told in self._readings if reading.during.holds_on(as_of)]
        return tuple([told[truth if isinstance(truth, bool) else None] for truth, told in held])

    def _aside(self, because: str, cited: tuple[Citation, ...], facts: Seen, as_of: date, scope: Truth) -> Weighed:
        """Set the instrument aside. Readings stay where it may reach the use; duties that are no report stay anyway."""
        standing = self._standings.on(as_of, facts) if self._has_duties else None
        return Weighed(
            set_aside=(SetAside(instrument=self.restriction.id, because=because + self._whose, cited=cited),),
            readings=() if scope is False else self._all_readings(facts, as_of),
            bound=Bound(standing.may_bind, reached=False) if standing else None,
        )


def _doubt(scope: Truth) -> list[str]:
    return [] if scope is True else [f"whether it reaches this use turns on {', '.join(sorted(facts_in(scope)))}"]


def _read(instrument: InstrumentId, reading: Reading) -> dict[bool | None, ReadingOutcome]:
    """Return what follows by `reading` where its condition holds, where it does not, and where that is not known."""
    outcomes = {True: _OUTCOMES[reading.effect], False: Outcome.PERMITTED, None: Outcome.UNDETERMINED}
    return {
        truth: ReadingOutcome(
            instrument=instrument,
            reading=reading.id,
            holder=reading.holder,
            says=reading.says,
            outcome=outcome,
            cited=reading.cited,
        )
        for truth, outcome in outcomes.items()
    }
