"""Missed windows of the hotspot guarantee: what binds on each of their days, and what would keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from rostering.check.words import at_words
from rostering.explain.crews import repaired
from rostering.explain.fix import Fix as Applicable
from rostering.explain.visit_causes import cause_on, teams_not_lent
from rostering.explain.visit_fixes import KINDS, Fix
from rostering.explain.week import Week
from rostering.explain.words import by_days, days_words, listed
from rostering.horizon import MINUTES_PER_DAY, Span
from rostering.measures import Window
from rostering.measures.guarantee import last_patrolled_before
from rostering.schedule import Unmet
from rostering.words import count_words, length_words


def missed_windows(week: Week) -> Iterator[Unmet]:
    """One entry for each window without a visit that counts."""

    @cache
    def cause(hotspot: str, span: Span) -> tuple[str, str]:
        ready = fixes(hotspot, span, 0)
        return cause_on(week, hotspot, span, ready[0].visit if ready else None)

    @cache
    def fixes(hotspot: str, span: Span, kind: int) -> tuple[Fix, ...]:
        return tuple(KINDS[kind](week, hotspot, span))

    @cache
    def not_lent(hotspot: str, span: Span) -> tuple[str, ...]:
        return teams_not_lent(week, hotspot, span)

    for hotspot in sorted(week.windows):
        for window in (window for window in week.windows[hotspot] if not window.is_kept):
            spans = saving_spans(week, hotspot, window)
            causes = _said(week, spans, [cause(hotspot, span) for span in spans])
            is_ready = any(fixes(hotspot, span, 0) for span in spans)
            far = [] if is_ready else sorted({team for span in spans for team in not_lent(hotspot, span)})
            choices = ([fix for span in spans for fix in fixes(hotspot, span, kind)] for kind in range(len(KINDS)))
            yield Unmet(
                rule="hotspot_guarantee",
                short_by=1,
                because=f"{_opening(week, hotspot, window)}{causes}{_not_lent_words(week, far)}",
                smallest_fix=_smallest(week, hotspot, window, choices) or _nothing_found(week, hotspot, spans, far),
                where=(("hotspot", hotspot),),
                days=(window.first, window.last),
            )


def _said(week: Week, spans: list[Span], causes: list[tuple[str, str]]) -> str:
    """What is said of each day, and what is the same on all of them said once."""
    days = [week.scenario.horizon.day(span[0]) for span in spans]
    shared = {tail for _, tail in causes}
    if len(shared) > 1:
        return by_days([(day, "; ".join(filter(None, cause))) for day, cause in zip(days, causes, strict=True)])
    return "; ".join(
        filter(None, [by_days([(day, head) for day, (head, _) in zip(days, causes, strict=True)]), *shared])
    )


def saving_spans(week: Week, hotspot: str, window: Window) -> list[Span]:
    """The parts of days in which one more visit could start so that a window is kept."""
    horizon = week.scenario.horizon
    first, end = horizon.at(window.first), horizon.at(window.last + timedelta(days=1))
    if week.scenario.rules.hotspot_guarantee.counted == "elapsed":
        first, end = _before_the_clock_runs_over(week, hotspot, first, end)
    days = [(horizon.at(day), horizon.at(day + timedelta(days=1))) for day in horizon.dates]
    spans = [(max(first, begins), min(end, ends)) for begins, ends in days]
    return [(begins, ends) for begins, ends in spans if begins < ends]


def _before_the_clock_runs_over(week: Week, hotspot: str, midnight: int, next_midnight: int) -> Span:
    """Counted in elapsed hours: not so early that the clock runs over again on the day, nor so late that it has."""
    rule = week.scenario.rules.hotspot_guarantee
    most = rule.every_days * MINUTES_PER_DAY
    ends = [visit.end for visit in week.counted[hotspot] if visit.start < next_midnight]
    before = max([last_patrolled_before(week.scenario, hotspot) or 0, *ends])
    later = [visit.start for visit in week.counted[hotspot] if visit.start >= next_midnight]
    return min([next_midnight, *later]) - most - rule.minutes, max(before + most, midnight) + 1


def _opening(week: Week, hotspot: str, window: Window) -> str:
    """What the days before the horizon did not bring, where the window reaches back to them."""
    last = last_patrolled_before(week.scenario, hotspot)
    if last is None or window.first >= week.scenario.horizon.start:
        return ""
    return f"last patrolled on {at_words(week.scenario, last)}; "


def _not_lent_words(week: Week, teams: list[str]) -> str:
    if not teams:
        return ""
    names = listed([week.scenario.title_of(team) for team in teams])
    return f"; {names} would have a crew, but may not be lent here (not a neighbour)"


def _smallest(week: Week, hotspot: str, window: Window, choices: Iterable[list[Fix]]) -> str:
    """Of the first kind of change that keeps the window, the one with fewest new duties, most windows, least cost."""
    for kind in choices:
        ranked = []
        for fix in kind:
            kept = repaired(week, hotspot, fix.visit)
            if any(then.last == window.last for then in kept):
                ranked.append((fix.people, -len(kept), fix.cost, fix.visit.start, fix.words))
        if ranked:
            _, number, _, _, words = min(ranked)
            return f"{words}; this keeps {count_words(-number, 'missed window')} of {week.scenario.title_of(hotspot)}"
    return ""


def window_fixes(week: Week, hotspot: str, last: date) -> Iterator[Applicable]:
    """Every change found that keeps the missed window of a hotspot that ends on a day."""
    window = next(one for one in week.windows[hotspot] if one.last == last and not one.is_kept)
    spans = saving_spans(week, hotspot, window)
    for fix in (fix for kind in KINDS for span in spans for fix in kind(week, hotspot, span)):
        kept = repaired(week, hotspot, fix.visit)
        if any(then.last == last for then in kept):
            saved = f"this keeps {count_words(len(kept), 'missed window')} of {week.scenario.title_of(hotspot)}"
            yield Applicable(f"{fix.words}; {saved}", fix.kind, fix.cost, fix.changed)


def _nothing_found(week: Week, hotspot: str, spans: list[Span], far: list[str]) -> str:
    days = days_words([week.scenario.horizon.day(span[0]) for span in spans]) if spans else "its days"
    tried = (
        "no single change keeps it: tried crews from patrol or from a visit that is not needed, people who rest, "
        f"opening hours and single rules on {days}"
    )
    area = week.scenario.hotspots[hotspot].area
    if far:
        ways = [week.journey(team, hotspot) for team in far]
        nearest = far[ways.index(min(ways))]
        crew = f"a crew of {week.scenario.title_of(nearest)} has {length_words(min(ways))} to go each way"
        return f"add {area} to areas.{nearest}.neighbours: {crew}"
    return f"{tried}; more than one thing has to change, or the promise for {week.scenario.title_of(hotspot)}"
