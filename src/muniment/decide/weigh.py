"""One instrument against one set of facts: the best and the worst that may follow, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from muniment.decide.logic import Truth, compiled, compiled_with_words, facts_in
from muniment.decide.respite import Passed, Respite, Windows
from muniment.decide.standing import Standing, Standings, recorded_in
from muniment.domain.decision import LastDay, OpenLaw, Outcome, ReadingOutcome, Reason, SetAside
from muniment.domain.restriction import EffectKind, Restriction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from muniment.decide.logic import Words
    from muniment.decide.seen import Seen
    from muniment.domain.agreement import Waiver
    from muniment.domain.citation import Citation
    from muniment.domain.ids import FactId, InstrumentId
    from muniment.domain.restriction import Reading
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Listing

_OUTCOMES = {
    EffectKind.NONE: Outcome.PERMITTED,
    EffectKind.NOTIFY: Outcome.PERMITTED,
    EffectKind.AUTHORISE: Outcome.NEEDS_AUTHORISATION,
    EffectKind.WAIVER_ONLY: Outcome.NEEDS_WAIVER,
    EffectKind.PROHIBIT: Outcome.PROHIBITED,
}


Points: TypeAlias = tuple[int, ...]
"""Which of the cases that no text decides surely are given, by their place in the instrument."""


class Bound(NamedTuple):
    """How far an instrument with duties binds: on that, and on the facts, it turns which of them arise."""

    may_bind: bool
    reached: bool


class Weighed(NamedTuple):
    """What one instrument contributes. Without a `reason` it does not bear on the outcome.

    `until` is the last permitted day where `worst` is `PERMITTED_UNTIL`. `missing` are the facts to be asked for next:
    those of the scope while it is not known whether the instrument reaches the use at all, and the others after that.
    `bound` is set where the instrument has duties, `passed` where the reason ends on the day in a letter.
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
    passed: Passed | None = None


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


FREE = Range(Outcome.PERMITTED, Outcome.PERMITTED)


class Circumstances(NamedTuple):
    """What is given beside the scope of an instrument that reaches the use, as far as it is known.

    `leaves_out` is the exception that surely applies, by its place; `exempt` would tell whether another does.
    `readings` say which of those that were held on the day apply.
    """

    standing: Standing
    readings: tuple[bool | None, ...]
    leaves_out: int | None = None
    exempt: frozenset[FactId] = frozenset()
    windows: Windows = ()

    @property
    def has_windows(self) -> bool:
        """Say whether a letter of the contracting officer can set the last day."""
        return bool(self.windows)

    def while_it_may_not_reach(self) -> Circumstances:
        """Return what of it matters while it is not known whether the instrument reaches the use."""
        return self._replace(exempt=frozenset()) if self.exempt else self


class Weigher:
    """One restriction, its conditions compiled once."""

    def __init__(self, restriction: Restriction, rulebook: Rulebook) -> None:
        """Compile every condition of `restriction`."""
        self.restriction = restriction
        self.whose = f"; {restriction.pack.words}" if restriction.pack else ""
        self.scope = compiled_with_words(restriction.scope)
        self.statuses = recorded_in(restriction)
        self.exceptions = [(exception, compiled(exception.when)) for exception in restriction.exceptions]
        self.unsettled = [
            (OpenLaw(instrument=restriction.id, why=case.why, cited=(case.cited,)), compiled(case.when))
            for case in restriction.unsettled
        ]
        self.readings = [
            (reading, compiled(reading.when), _read(restriction.id, reading)) for reading in restriction.readings
        ]
        self.respite = Respite(restriction, rulebook)

    def on(self, as_of: date, waivers: tuple[Waiver, ...]) -> Weighing:
        """Return what weighs it on one day, under the waivers of one contract."""
        return Weighing(self, as_of, waivers)


class Weighing:
    """One restriction on one day, under the waivers of one contract.

    It is weighed in steps, each of which looks at the facts that it turns on and at no others: whether it reaches the
    use (`reach`), what is given beside that (`circumstances`) and what no text decides (`points`). What it contributes
    (`weighed`) follows from these alone.
    """

    def __init__(self, weigher: Weigher, as_of: date, waivers: tuple[Waiver, ...]) -> None:
        """Leave out what holds on other days alone."""
        restriction = weigher.restriction
        effect = restriction.effects.on(as_of)
        start, first = restriction.effects.entries[0]
        self._weigher = weigher
        self._as_of = as_of
        self._waivers = waivers
        self._effect = effect or first
        self._outcome = _OUTCOMES[self._effect.kind]
        self._idle = "" if effect else f"nothing follows from it before {start}"
        if effect is not None and effect.kind is EffectKind.NONE:
            self._idle = f"nothing follows from it on {as_of}"
        self._standings = Standings(weigher.statuses, as_of, binding=restriction.binding)
        self._held = [(test, told) for reading, test, told in weigher.readings if reading.during.holds_on(as_of)]
        self._has_duties = bool(restriction.duties)

    def points(self, known: Seen) -> Points:
        """Return what is left unsettled, surely, where this is `known`."""
        return tuple([place for place, (_, test) in enumerate(self._weigher.unsettled) if test(known) is True])

    def like(self, letter: date) -> date:
        """Return a day that leaves the same possible as the one in a letter."""
        return self._weigher.respite.like(letter, self._as_of)

    def has_passed(self, letter: date) -> bool:
        """Say whether a letter with this day tells nothing but that it has passed."""
        return self._weigher.respite.has_passed(letter, self._as_of)

    @property
    def is_idle(self) -> bool:
        """Say whether nothing follows from it on this day, whatever the facts are."""
        return bool(self._idle)

    def scope(self, facts: Seen) -> Truth | Words:
        """Return whether it may reach the use; where it does not, what says why."""
        return self._weigher.scope(facts)

    def outside(self, words: Words, facts: Seen) -> tuple[Weighed, ...]:
        """Return what it contributes to a use that it does not reach; a duty that is no report may arise anyway."""
        because = self._idle or f"does not reach this use: {words(facts)}"
        return (self._aside(because, (self._effect.cited,), (), may_bind=self._may_bind(facts)),)

    def reach(self, facts: Seen) -> Truth | tuple[Weighed, ...]:
        """Return whether it may reach the use; what it contributes where it does not, or where nothing follows from it.

        Readings are told unless it does not reach the use.
        """
        scope = self._weigher.scope(facts)
        if callable(scope):
            return self.outside(scope, facts)
        if not self._idle:
            return scope
        readings = self._readings(facts)
        return (self._aside(self._idle, (self._effect.cited,), readings, may_bind=self._may_bind(facts)),)

    def circumstances(self, facts: Seen) -> Circumstances:
        """Return what is given beside the scope, as far as it can matter."""
        given = Circumstances(self._standings.of(facts), self._readings(facts))
        if given.standing.is_without_force or not self._weigher.restriction.binding:
            return given
        exempt: frozenset[FactId] = frozenset()
        for place, (_, test) in enumerate(self._weigher.exceptions):
            if (truth := test(facts)) is True:
                return given._replace(leaves_out=place)
            exempt |= facts_in(truth)
        nothing_barred = self._outcome is Outcome.PERMITTED
        windows = () if nothing_barred else self._weigher.respite.windows(facts, self._as_of)
        return given._replace(exempt=exempt, windows=windows)

    def weighed(self, scope: Truth, given: Circumstances, points: Points, letter: date | None) -> tuple[Weighed, ...]:
        """Return what the instrument contributes where it reaches the use, or may.

        `points` count where it surely does; `letter` is the last day that the contracting officer has given.
        """
        return (self._weighed(scope, given, points, letter),)

    def possible(self, scope: Truth, given: Circumstances, points: Points, letter: date | None) -> Range:
        """Return from what to what that reaches, without the words for it."""
        standing = given.standing
        if standing.is_without_force or given.leaves_out is not None:
            return FREE
        if not self._weigher.restriction.binding:
            return Range(Outcome.PERMITTED, self._outcome)
        following = self._weigher.respite.following(self._outcome, given.windows, letter, self._as_of, self._waivers)
        return Range(following.best if _certain(scope, given, points) else Outcome.PERMITTED, following.worst)

    def _weighed(self, scope: Truth, given: Circumstances, points: Points, letter: date | None) -> Weighed:
        if not self._weigher.restriction.binding:
            return self._speaks(scope, given)
        standing = given.standing
        if standing.is_without_force:
            return self._aside(standing.words, standing.cited, given.readings, may_bind=standing.may_bind)
        if given.leaves_out is not None:
            exception, _ = self._weigher.exceptions[given.leaves_out]
            because = f"leaves this out: {exception.title}"
            return self._aside(because, (exception.cited,), given.readings, may_bind=standing.may_bind)
        return self._bites(scope, given, points, letter)

    def _bites(self, scope: Truth, given: Circumstances, points: Points, letter: date | None) -> Weighed:
        standing, effect, id_ = given.standing, self._effect, self._weigher.restriction.id
        following = self._weigher.respite.following(self._outcome, given.windows, letter, self._as_of, self._waivers)
        certain = _certain(scope, given, points)
        best = following.best if certain else Outcome.PERMITTED
        reason = Reason(
            instrument=id_,
            best=best,
            worst=following.worst,
            because="; ".join([*_doubt(scope), standing.words, *following.notes]) + self._weigher.whose,
            cited=(effect.cited, *(each for each in standing.cited if each != effect.cited)),
        )
        return Weighed(
            best=best,
            worst=following.worst,
            until=following.until,
            reason=reason,
            set_aside=tuple(following.aside),
            missing=facts_in(scope) or following.missing | standing.missing | given.exempt,
            open_law=self._open_law(points, standing) if scope is True else (),
            readings=self._told(given.readings),
            last_days=tuple(following.last_days),
            bound=Bound(standing.may_bind, reached=certain) if self._has_duties else None,
            passed=self._weigher.respite.passed(reason, self._weigher.whose) if following.by_letter else None,
        )

    def _open_law(self, points: Points, standing: Standing) -> tuple[OpenLaw, ...]:
        unsettled = tuple([self._weigher.unsettled[place][0] for place in points])
        if None in standing.possible and not standing.missing:
            instrument = self._weigher.restriction.id
            return (*unsettled, OpenLaw(instrument=instrument, why=standing.words, cited=standing.cited))
        return unsettled

    def _speaks(self, scope: Truth, given: Circumstances) -> Weighed:
        """Weigh a statement that cites no authority: fresh, it leaves the law open; later it decides nothing."""
        standing, cited, instrument = given.standing, (self._effect.cited,), self._weigher.restriction.id
        if standing.is_without_force:
            because = "a statement that cites no authority; it shows readings and decides nothing"
            return self._aside(because, cited, given.readings, may_bind=standing.may_bind)
        why = "announced, and no instrument with its scope existed on this day"
        open_law = OpenLaw(instrument=instrument, why=why, cited=standing.cited)
        return Weighed(
            worst=self._outcome,
            reason=Reason(
                instrument=instrument,
                best=Outcome.PERMITTED,
                worst=self._outcome,
                because="; ".join([*_doubt(scope), why]) + self._weigher.whose,
                cited=cited,
            ),
            missing=facts_in(scope) or standing.missing,
            open_law=(open_law,) if scope is True and not standing.missing else (),
            readings=self._told(given.readings),
        )

    def _aside(
        self, because: str, cited: tuple[Citation, ...], readings: tuple[bool | None, ...], *, may_bind: bool
    ) -> Weighed:
        aside = SetAside(instrument=self._weigher.restriction.id, because=because + self._weigher.whose, cited=cited)
        return Weighed(
            set_aside=(aside,),
            readings=self._told(readings),
            bound=Bound(may_bind, reached=False) if self._has_duties else None,
        )

    def _may_bind(self, facts: Seen) -> bool:
        return self._has_duties and self._standings.of(facts).may_bind

    def _readings(self, facts: Seen) -> tuple[bool | None, ...]:
        """Return for each reading of the day whether its condition holds, nothing where that is not known."""
        return tuple([truth if isinstance(truth := test(facts), bool) else None for test, _ in self._held])

    def _told(self, readings: tuple[bool | None, ...]) -> tuple[ReadingOutcome, ...]:
        return tuple([told[truth] for truth, (_, told) in zip(readings, self._held, strict=True)]) if readings else ()


def with_listings(weighed: Weighed, listings: Sequence[Listing]) -> Weighed:
    """Return `weighed` with the `listings` that answered what its scope asks, where it bears on the outcome."""
    if weighed.reason is None or not listings:
        return weighed
    because = "; ".join([weighed.reason.because, *(one.says for one in listings)])
    told = replace(weighed.reason, because=because, cited=(*weighed.reason.cited, *(one.cited for one in listings)))
    return weighed._replace(reason=told, passed=None)


def _certain(scope: Truth, given: Circumstances, points: Points) -> bool:
    """Say whether the instrument surely bites: it reaches the use, is in force, and nothing is open beside that."""
    return scope is True and given.standing.possible == {True} and not given.exempt and not points


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
