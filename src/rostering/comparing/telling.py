"""What is other in a second schedule, in words: first who is told what, then places, promises and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from rostering.comparing.comparison import Comparison, Numbers, Side
from rostering.comparing.differences import PersonChange, StaffChange, VisitChange
from rostering.horizon import Horizon
from rostering.scenario import REST
from rostering.schedule import Activity, Visit
from rostering.words import count_words, day_words, length_words, officer_words

_INDENT = " " * 14


def words(comparison: Comparison) -> Iterator[str]:
    """The lines of a comparison, for a planner who tells people."""
    before, after, changed = comparison.before, comparison.after, comparison.changed
    yield from _differing_scenarios(comparison)
    if comparison.is_same_plan:
        yield f"{before.name} and {after.name} are the same plan: nobody has anything else to do"
    elif changed.are_none:
        yield "What both have is the same plan: nobody of both has anything else to do"
    else:
        yield _headline(comparison)
    teller = _Teller(before, after)
    yield from _section("Who is told what", _people(teller, changed.people))
    yield from _section("Hotspots", (teller.visit(one) for one in changed.visits))
    yield from _section("Hub sessions", (teller.staff(one) for one in changed.staff))
    yield from _section("Unmet", (teller.unmet(about, one) for about, one in comparison.unmet.items()))
    yield from _section("Measures", _measures(comparison))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    rows = list(lines)
    if rows:
        yield ""
        yield title
        yield from (f"  {row}" for row in rows)


def _differing_scenarios(comparison: Comparison) -> Iterator[str]:
    if comparison.is_one_scenario:
        return
    before, after = comparison.before, comparison.after
    if before.made_from[0] == after.made_from[0]:
        yield f"Made from two states of the scenario {before.made_from[0]}; what both have is compared"
    else:
        both = f"{before.name} from {before.made_from[0]}, {after.name} from {after.made_from[0]}"
        yield f"Made from different scenarios ({both}); what both have is compared"
    for kind, (old, new) in comparison.only_one_has.items():
        for side, names in ((before, old), (after, new)):
            if names:
                yield f"  only in {side.name}: {kind.replace('_', ' ')} {', '.join(names)}"


def _headline(comparison: Comparison) -> str:
    people = {one.officer for one in comparison.changed.people}
    days = {(one.officer, one.day) for one in comparison.changed.people}
    told = (
        f"{count_words(len(people), 'person/people')} to tell, {count_words(len(days), 'changed duty/changed duties')}"
    )
    kinds = [one.kind for one in comparison.changed.visits]
    visits = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
    return f"{told}; visits: {visits or 'none changed'}"


def _people(teller: _Teller, people: Iterable[PersonChange]) -> Iterator[str]:
    for officer, changes in groupby(people, key=lambda one: one.officer):
        yield officer_words(officer)
        for day, on_day in groupby(changes, key=lambda one: one.day):
            for place, line in enumerate(teller.day(list(on_day))):
                yield f"{_INDENT if place else f'  {day_words(day):<12}'}{line}"


class _Teller:
    """Says places by title and instants by the clock, each plan's in the words of its own scenario."""

    def __init__(self, before: Side, after: Side) -> None:
        self._known = (before.scenario, after.scenario)
        self._horizon: Horizon = before.scenario.horizon

    def day(self, changes: list[PersonChange]) -> Iterator[str]:
        """One person's changes of a day; of a duty that is gone, what was in it need not be told."""
        is_gone = any(one.kind == "duty removed" for one in changes)
        for one in changes:
            if not is_gone or one.kind == "duty removed":
                yield self._person(one)

    def _person(self, one: PersonChange) -> str:
        if isinstance(one.before, str) and isinstance(one.after, str):
            was, now = self._shift(one.before, 0, one.day), self._shift(one.after, 1, one.day)
            return f"{now}, was {was}"
        old, new = (piece if isinstance(piece, Activity) else None for piece in (one.before, one.after))
        if new is None:
            return f"{length_words(one.minutes)} spent otherwise" if old is None else f"{self._piece(old)}: dropped"
        if old is None:
            return f"{self._piece(new)}: new"
        if one.kind == "crew changed":
            return f"{self._piece(new)}, was {_with(old.crew) or 'alone'}"
        crew = "" if old.crew == new.crew else f" {_with(old.crew) or 'alone'}"
        return f"{self._piece(new)}: moved from {self._clock(old.start, old.end)}{crew}"

    def _piece(self, piece: Activity) -> str:
        place = piece.hotspot or piece.session or ""
        crew = f" {_with(piece.crew)}" if piece.crew else ""
        return f"{piece.do} {self._title(place)} {self._clock(piece.start, piece.end)}{crew}"

    def _shift(self, shift: str, which: int, day: date) -> str:
        scenario = self._known[which]
        if shift == REST or shift not in scenario.shifts:
            return shift
        start, end = scenario.shift_span(day, shift)
        clock = scenario.horizon.clock_text
        return f"{scenario.title_of(shift).lower()} {clock(start)}-{clock(end)}"

    def _title(self, place: str) -> str:
        return next((title for one in self._known if (title := one.title_of(place)) != place), place)

    def _clock(self, start: int, end: int) -> str:
        return f"{self._horizon.clock_text(start)}-{self._horizon.clock_text(end)}"

    def _at(self, instant: int) -> str:
        return f"{day_words(self._horizon.day(instant))} {self._horizon.clock_text(instant)}"

    def visit(self, one: VisitChange) -> str:
        """A visit, by its whole crew."""
        visit = one.after or one.before
        said = self._title(one.hotspot)
        if visit is None:
            return said
        if one.kind in {"listed", "not listed"}:
            verb = "is now listed" if one.kind == "listed" else "is no longer listed"
            return f"{said}: {self._at(visit.start)} {verb}, though nobody's duty has changed"
        text = f"{said}: {self._at(visit.start)} {_people_words(visit.crew)}: {_NEWS.get(one.kind, one.kind)}"
        if one.before is None or one.after is None:
            return text
        return text + self._from(one.before, one.after)

    def _from(self, old: Visit, new: Visit) -> str:
        time = f" from {self._clock(old.start, old.end)}" if (old.start, old.end) != (new.start, new.end) else ""
        return time + (f", was {_people_words(old.crew)}" if old.crew != new.crew else "")

    def staff(self, one: StaffChange) -> str:
        """A hub opening and its people."""
        was, now = (_people_words(who) or "nobody" for who in (one.before, one.after))
        return f"{self._title(one.session)}, {self._at(one.opens)}: {now}, was {was}"

    def unmet(self, about: tuple[tuple[str, str], ...], one: Numbers) -> str:
        """A requirement that is missed by more or less, or no longer."""
        parts = [
            day_words(date.fromisoformat(value)) if key == "day" else self._named(key, value) for key, value in about
        ]
        if one.before is None:
            return f"{', '.join(parts)}: newly unmet, by {one.after:g}"
        if one.after is None:
            return f"{', '.join(parts)}: met now, was short by {one.before:g}"
        return f"{', '.join(parts)}: short by {one.after:g}, was {one.before:g}"

    def _named(self, key: str, value: str) -> str:
        return officer_words(value) if key == "officer" else self._title(value)


_NEWS = {"added": "new"}


def _with(crew: tuple[str, ...]) -> str:
    return f"with {_people_words(crew)}" if crew else ""


def _people_words(people: tuple[str, ...]) -> str:
    return ", ".join(officer_words(one) for one in people)


def _measures(comparison: Comparison) -> Iterator[str]:
    rows = [(name, one) for name, one in comparison.measured.items() if one.is_other]
    if rows:
        yield f"{'':<26}{'before':>12}{'after':>12}{'difference':>12}"
    for name, one in rows:
        yield f"{name:<26}{_figure(one.before):>12}{_figure(one.after):>12}{_figure(one.difference, '+'):>12}"


def _figure(value: float | None, sign: str = "") -> str:
    return "-" if value is None else f"{value:{sign},.3f}".rstrip("0").rstrip(".")
