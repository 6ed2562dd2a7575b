"""Answers about money as plain content, for YAML and CSV: sorted, rounded, the same for the same input."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rostering.funding.confirming import Confirmed, overrides_of
from rostering.funding.frontier import Frontier
from rostering.funding.hubs import HubPrice
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares
from rostering.strategy import Answer, Purchase, Worth


def funding_document(
    scenario: Scenario, sha256: str, result: Frontier, confirmed: Sequence[Confirmed] = ()
) -> dict[str, Any]:
    """Each budget with its mix as overrides and what comes of it; what keeps the promise, and what is worth most."""
    return {
        "version": 1,
        "funding": {"scenario": scenario.name, "scenario_sha256": sha256, "currency": _currency(scenario)},
        "points": [
            {
                "budget": _money(point.budget),
                "best": _answer(scenario, point.best),
                "equal": _answer(scenario, point.equal),
                "next": None
                if point.next_pound is None
                else _purchase(point.next_pound) | {"hours_per_10000": round(point.next_hours, 2)},
            }
            for point in result.points
        ],
        "least_budget": _answer(scenario, result.least),
        "breaks_first": _broken(scenario, result.below),
        "worth_of_one_more": _worth(result.worth),
        "confirmed": [
            {
                "budget": _money(one.budget),
                "strategic_patrol_hours": round(one.strategic_hours, 1),
                "error": round(one.error, 4),
                "measures": {key: round(value, 2) for key, value in one.measures.items()},
            }
            for one in confirmed
        ],
    }


def _currency(scenario: Scenario) -> str:
    return scenario.funding.currency if scenario.funding else "GBP"


def _money(pounds: float) -> int:
    return round(pounds)


def _purchase(one: Purchase) -> dict[str, str]:
    return {"option": one.option, "area": one.area} | ({"role": one.role} if one.role else {})


def _answer(scenario: Scenario, answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    shares = area_shares(scenario)
    total = answer.patrol_hours
    return {
        "spent": _money(answer.spent),
        "full_year": _money(answer.full_year),
        "buy": [_purchase(one) | {"amount": round(amount, 2)} for one, amount in sorted(answer.bought.items())],
        "promise_kept": answer.is_kept,
        "windows_missed": round(sum(answer.missed.values()), 2),
        "hub_hours_short": round(sum(o.hours * n for o, n in answer.hubs_short.items()), 2),
        "patrol_hours": round(total, 1),
        "least_served_ratio": round(answer.least_served(shares), 4),
        "demand_tracking": round(answer.tracking(shares), 4),
        "areas": {area: round(hours, 1) for area, hours in sorted(answer.patrol.items())},
        "overrides": overrides_of(scenario, answer.bought),
    }


def _broken(scenario: Scenario, answer: Answer | None) -> list[dict[str, Any]] | None:
    if answer is None:
        return None
    rows: list[dict[str, Any]] = [
        {"rule": "hotspot_guarantee", "hotspot": spot, "day": day.isoformat(), "short_by": round(value, 2)}
        for (spot, day), value in sorted(answer.missed.items())
    ]
    rows += [
        {
            "rule": "hub_staff",
            "session": opening.session,
            "at": scenario.horizon.moment_text(opening.opens),
            "short_by": round(value, 2),
        }
        for opening, value in sorted(answer.hubs_short.items())
    ]
    rows += [
        {
            "rule": "staffing_minimum",
            "area": key.area,
            "day": key.day.isoformat(),
            "shift": key.shift,
            "short_by": round(value, 2),
        }
        for key, value in sorted(answer.teams_short.items())
    ]
    return rows


def _worth(worth: Worth) -> list[dict[str, Any]]:
    def numbers(table: Mapping[str, float]) -> dict[str, float]:
        return {
            "windows_kept": round(-table["hotspot_guarantee"] + 0.0, 4),
            "hub_hours_staffed": round(-table["hub_staff"] + 0.0, 4),
            "patrol_hours": round(table["patrol"], 2),
            "equitable_hours": round(table["least_served_area"], 2),
        }

    return [
        {
            "area": group.team,
            "role": group.role,
            "one_person": numbers(worth.person[group]),
            "one_overtime_hour": numbers(worth.overtime[group]),
        }
        for group in worth.person
    ]


def hubs_document(scenario: Scenario, sha256: str, prices: Iterable[HubPrice]) -> dict[str, Any]:
    """Every opening with what it costs."""
    return {
        "version": 1,
        "hubs": {"scenario": scenario.name, "scenario_sha256": sha256},
        "openings": [
            {
                "session": one.opening.session,
                "at": scenario.horizon.moment_text(one.opening.opens),
                "person_hours": round(one.person_hours, 2),
                "staff_cost": round(one.staff_cost, 2),
                "patrol_hours": round(one.patrol_hours, 2),
                "equitable_hours": round(one.least_served_hours, 2),
                "windows": round(one.windows, 3),
                "short": round(one.short, 2),
                "advice": one.advice,
                **({"move_to": scenario.horizon.moment_text(one.move_to.opens)} if one.move_to else {}),
            }
            for one in prices
        ],
    }


def points_csv(document: Mapping[str, Any]) -> str:
    """The points of a frontier as CSV: a row for each budget and way of sharing."""
    out = io.StringIO()
    keys = ["spent", "full_year", "promise_kept", "windows_missed", "hub_hours_short", "patrol_hours"]
    keys += ["least_served_ratio", "demand_tracking"]
    areas = sorted({area for point in document["points"] for area in (point["best"] or {"areas": {}})["areas"]})
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["budget", "sharing", *keys, "buy", *(f"patrol_hours.{area}" for area in areas)])
    for point in document["points"]:
        for sharing in ("best", "equal"):
            answer = point[sharing]
            if answer is not None:
                buy = "; ".join(f"{one['option']} {one['area']} {one['amount']:g}" for one in answer["buy"])
                rows.writerow(
                    [point["budget"], sharing, *(answer[key] for key in keys), buy]
                    + [answer["areas"].get(area, 0) for area in areas]
                )
    return out.getvalue()
