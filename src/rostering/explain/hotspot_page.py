"""A hotspot: its ledger with the demand behind it, its visits and the clock between them, who can go, what limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from rostering.check.words import at_words
from rostering.explain.headcount import ON_DUTY, whereabouts
from rostering.explain.pages import Page, Section
from rostering.explain.week import Week, is_off, teams_in_reach
from rostering.explain.words import clock_words, days_words, listed, officers_words
from rostering.measures import hotspot_table
from rostering.measures.guarantee import last_patrolled_before, open_spans
from rostering.measures.tables import patrol_minutes
from rostering.measures.view import counts
from rostering.scenario.demand import area_shares, hotspot_shares, share_of_area
from rostering.schedule import Plan
from rostering.words import count_words, day_words, length_words


def hotspot_page(week: Week, plan: Plan, hotspot: str) -> Page:
    """All that is said of a hotspot."""
    spot = week.scenario.hotspots[hotspot]
    title = f"{week.scenario.title_of(hotspot)}, a hotspot of {week.scenario.title_of(spot.area)}"
    parts = (_ledger(week, plan, hotspot), _demand(week, plan, hotspot), _visits(week, hotspot))
    return Page(
        "hotspot", hotspot, title, (*parts, _promise(week, hotspot), _who_can_go(week, hotspot), _limits(week, hotspot))
    )


def _ledger(week: Week, plan: Plan, hotspot: str) -> Section:
    ledger = hotspot_table(week.scenario, plan)[hotspot]["ledger"]
    planned = ledger.floor_minutes + ledger.share_minutes + ledger.rounding_minutes - ledger.shortfall_minutes
    numbers = {
        "floor_minutes": ledger.floor_minutes,
        "share_minutes": ledger.share_minutes,
        "rounding_minutes": ledger.rounding_minutes,
        "shortfall_minutes": ledger.shortfall_minutes,
        "planned_minutes": planned,
    }
    dwell = week.scenario.rules.hotspot_guarantee.minutes
    due = f"{ledger.floor_minutes} floor + {ledger.share_minutes} share + {ledger.rounding_minutes} rounding"
    lines = (
        f"{due} - {ledger.shortfall_minutes} shortfall = {planned} planned",
        f"floor: what the promise alone asks for, in visits of {dwell} min",
        "share: what demand adds to it; rounding: because visits come whole; shortfall: for want of people",
    )
    return Section("ledger", "Ledger, in minutes of presence", lines, numbers)


def _demand(week: Week, plan: Plan, hotspot: str) -> Section:
    scenario, spot = week.scenario, week.scenario.hotspots[hotspot]
    of_all, of_area = hotspot_shares(scenario)[hotspot], share_of_area(scenario)[hotspot]
    area, patrol = area_shares(scenario)[spot.area], patrol_minutes(scenario, plan)[spot.area]
    title = scenario.title_of(spot.area)
    due = patrol * of_area / spot.crew
    counted = listed([f"{amount:g} {measure}" for measure, amount in spot.demand.items()] or ["nothing"])
    presence = length_words(round(due))
    lines = (
        f"{of_all:.1%} of the demand at all hotspots; {of_area:.2%} of that of {title}, which has {area:.1%} of all",
        f"{of_area:.2%} of {length_words(patrol)} of patrol in {title}, crews of {spot.crew}: {presence} of presence",
        f"counted: {counted}",
    )
    data = {
        "share_of_hotspots": round(of_all, 4),
        "share_of_area": round(of_area, 4),
        "area_share": round(area, 4),
        "patrol_minutes_in_area": patrol,
        "due_by_demand_minutes": round(due),
    }
    return Section("demand", "Demand behind it", lines, data)


def _visits(week: Week, hotspot: str) -> Section:
    scenario, last = week.scenario, last_patrolled_before(week.scenario, hotspot)
    lines, data = [], []
    if last is not None:
        lines.append(f"{at_words(scenario, last)}  the last visit before the horizon")
    ends = last
    for visit in week.seen.visits[hotspot]:
        since = f"{length_words(visit.start - ends)} after the one before" if ends is not None else "the first known"
        counted = "" if counts(scenario, visit) else "; does not count"
        length = length_words(visit.end - visit.start)
        lines.append(f"{at_words(scenario, visit.start)}  {length} by {officers_words(visit.crew)}, {since}{counted}")
        data.append(
            {
                "at": scenario.horizon.moment_text(visit.start),
                "minutes": visit.end - visit.start,
                "crew": list(visit.crew),
                "minutes_since": None if ends is None else visit.start - ends,
                "counts": not counted,
            }
        )
        ends = visit.end
    if ends is not None:
        left = scenario.horizon.at(scenario.horizon.end) - ends
        lines.append(f"{length_words(left)} from the last one to the end of the horizon")
    return Section("visits", f"Visits: {len(data)}, and the clock between them", tuple(lines), data)


def _promise(week: Week, hotspot: str) -> Section:
    rule, windows = week.scenario.rules.hotspot_guarantee, week.windows[hotspot]
    missed = [window for window in windows if not window.is_kept]
    days = [week.scenario.horizon.day(visit.start) for visit in week.counted[hotspot]]
    gaps = [(later - earlier).days for earlier, later in pairwise(sorted(set(days)))]
    lines = [
        f"{rule.minutes} min every {rule.every_days} days ({rule.counted}): {len(windows) - len(missed)} of "
        f"{count_words(len(windows), 'window')} kept"
        + (f"; at most {count_words(max(gaps), 'day')} from one visited day to the next" if gaps else "")
    ]
    lines += [f"missed: {' to '.join(map(day_words, dict.fromkeys((one.first, one.last))))}" for one in missed]
    data = {
        "windows": len(windows),
        "missed": [{"from": one.first.isoformat(), "to": one.last.isoformat()} for one in missed],
    }
    return Section("promise", "The promise", tuple(lines), data)


def _who_can_go(week: Week, hotspot: str) -> Section:
    """By team in reach: people who may go, on how many of their days they are on duty while it is open, and the way."""
    scenario, spot = week.scenario, week.scenario.hotspots[hotspot]
    roles = frozenset(spot.roles or scenario.roles)
    lines, data = [], {}
    for team in teams_in_reach(scenario, spot.area):
        able = {who for who, one in scenario.people.items() if one.area == team and one.role in roles}
        on_duty = sum(1 for day in scenario.horizon.dates for who in able if (who, day) in week.duty_of)
        away = sum(day in scenario.people[who].unavailable for who in able for day in scenario.horizon.dates)
        way = week.journey(team, hotspot)
        kind = "its own team" if team == spot.area else "may be lent"
        lines.append(
            f"{scenario.title_of(team)} ({kind}): {count_words(len(able), 'person/people')} who may go, "
            f"{count_words(on_duty, 'duty/duties')}, {away} of {len(able) * scenario.horizon.days} days away; "
            f"{length_words(way)} each way"
        )
        data[team] = {"people": len(able), "duties": on_duty, "days_away": away, "minutes_each_way": way}
    return Section("who_can_go", "Who can go there", (*lines, *_by_day(week, hotspot, roles)), data)


def _by_day(week: Week, hotspot: str, roles: frozenset[str]) -> Iterator[str]:
    """On each day it is open, how many who may go are on duty then."""
    scenario, spot = week.scenario, week.scenario.hotspots[hotspot]
    teams = teams_in_reach(scenario, spot.area)
    for day in scenario.horizon.dates:
        spans = open_spans(scenario, hotspot, [day])
        if not spans:
            yield f"{day_words(day)}: closed"
            continue
        span = (spans[0][0], spans[-1][1])
        states = whereabouts(week, teams, lambda person: person.role in roles, span)
        own = [state for state in states[spot.area].values() if state == ON_DUTY]
        others = [state for team in teams[1:] for state in states[team].values() if state == ON_DUTY]
        there = f"{len(own)} of the team and {len(others)} who may be lent are on duty"
        yield f"{day_words(day)} {clock_words(scenario, *span)}: {there}"


def _limits(week: Week, hotspot: str) -> Section:
    scenario, spot, rules = week.scenario, week.scenario.hotspots[hotspot], week.scenario.rules
    lead = f", {' or '.join(scenario.title_of(role) for role in spot.lead)} among them" if spot.lead else ""
    lines = [f"{count_words(spot.crew, 'person/people')} at once{lead}"]
    if spot.roles:
        lines.append(f"only {listed([scenario.title_of(role) for role in spot.roles])} may go")
    lines.append(f"at most {count_words(spot.max_visits_per_day, 'visit')} a day")
    if not is_off(scenario, "visit_spacing"):
        lines.append(f"{rules.visit_spacing.hours:g} h from one visit to the next")
    if not is_off(scenario, "lending"):
        lines.append(f"no more than {rules.lending.most_share:.0%} of a team's time lent")
    closed = [day for day in scenario.horizon.dates if not open_spans(scenario, hotspot, [day])]
    lines += [f"closed on {days_words(closed)}"] if closed else []
    lines += list(_first_need(week, hotspot))
    return Section("limits", "What limits it", tuple(lines), {"crew": spot.crew, "limits": lines})


def _first_need(week: Week, hotspot: str) -> Iterator[str]:
    last, rule = last_patrolled_before(week.scenario, hotspot), week.scenario.rules.hotspot_guarantee
    if last is not None and not is_off(week.scenario, "hotspot_guarantee"):
        due = week.scenario.horizon.day(last) + timedelta(days=rule.every_days)
        yield f"last patrolled on {at_words(week.scenario, last)}: the next visit is due by {day_words(due)}"
