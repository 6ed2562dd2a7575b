"""Where the people are who might have done it: away and why, resting, on duty then or at other hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from rostering.explain.week import Week, away_reason, duties_during
from rostering.explain.words import listed
from rostering.horizon import Span
from rostering.scenario import Officer
from rostering.words import count_words

ON_DUTY, OTHER_HOURS, RESTING = "on duty then", "on duty at other hours", "resting"
NOT_AWAY = frozenset({ON_DUTY, OTHER_HOURS, RESTING})
AWAY = "away: "
"""Before the reason of an absence, so that no reason is taken for another state."""

Whereabouts = Mapping[str, Mapping[str, str]]
"""By team and officer: one of the states above, or the reason of an absence after ``AWAY``."""


def whereabouts(week: Week, teams: Iterable[str], is_able: Callable[[Officer], bool], span: Span) -> Whereabouts:
    """Where the able people of some teams are during a span, absences taken from the day the span begins on."""
    present = {duty.officer for duty in duties_during(week, span)}
    states: dict[str, dict[str, str]] = {team: {} for team in teams}
    for officer, person in week.scenario.people.items():
        if person.area in states and is_able(person):
            states[person.area][officer] = _state(week, officer, person, span, is_present=officer in present)
    return states


def _state(week: Week, officer: str, person: Officer, span: Span, *, is_present: bool) -> str:
    day = week.scenario.horizon.day(span[0])
    if is_present:
        return ON_DUTY
    reason = away_reason(week.scenario, person, day)
    if reason is not None:
        return AWAY + reason
    return OTHER_HOURS if (officer, day) in week.duty_of else RESTING


def own_words(week: Week, states: Whereabouts, noun: str = "eligible person/eligible people") -> str:
    """``of 9 eligible people in Leighton Buzzard 6 are away (4 leave, 2 aid) and 3 rest``: the first team's."""
    team, own = next(iter(states.items()))
    name, one = week.scenario.title_of(team), noun.split("/", maxsplit=1)[0]
    if not own:
        return f"{name} has no {one}"
    kept = _kept_words(own)
    if len(own) == 1:
        return f"the only {one} in {name} {kept.removeprefix('1 ') or 'is on duty'}"
    people = count_words(len(own), noun)
    if _are_all_away(own):
        return f"all {people} in {name} are away ({_reasons(own)})"
    return f"of {people} in {name} {kept or 'all are on duty'}"


def lent_words(week: Week, states: Whereabouts) -> str:
    """``all 37 who could be lent from North Rural and Dunstable are away``: the other teams that have anybody."""
    others = [(team, who) for team, who in list(states.items())[1:] if who]
    parts = [
        f"of {len(who)} who could be lent from {week.scenario.title_of(team)} {_kept_words(who) or 'are on duty'}"
        for team, who in others
        if not _are_all_away(who)
    ]
    gone = [(team, who) for team, who in others if _are_all_away(who)]
    if gone:
        number = sum(len(who) for _, who in gone)
        names = listed([week.scenario.title_of(team) for team, _ in gone])
        parts.append(f"{_all_words(number)} who could be lent from {names} {'is' if number == 1 else 'are'} away")
    return "; ".join(parts)


def _all_words(number: int) -> str:
    return "the only one" if number == 1 else f"all {number}"


def _are_all_away(states: Mapping[str, str]) -> bool:
    return NOT_AWAY.isdisjoint(states.values())


def _kept_words(states: Mapping[str, str]) -> str:
    """``6 are away (4 leave, 2 aid) and 3 rest``; those on duty then are named elsewhere."""
    tally = Counter(states.values())
    away = sum(number for state, number in tally.items() if state not in NOT_AWAY)
    parts = [f"{_number_are(away)} away ({_reasons(states)})"] * bool(away)
    parts += [f"{tally[RESTING]} {'rests' if tally[RESTING] == 1 else 'rest'}"] * bool(tally[RESTING])
    parts += [f"{_number_are(tally[OTHER_HOURS])} {OTHER_HOURS}"] * bool(tally[OTHER_HOURS])
    return listed(parts) if parts else ""


def _reasons(states: Mapping[str, str]) -> str:
    """``4 leave, 2 aid``."""
    away = Counter(state.removeprefix(AWAY) for state in states.values() if state not in NOT_AWAY)
    return ", ".join(
        f"{number} {reason}" for reason, number in sorted(away.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _number_are(number: int) -> str:
    return f"{number} {'is' if number == 1 else 'are'}"
