"""Frontiers and comparisons as curves and tables for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from rostering.reporting.charts import CHARACTER, SERIES, curves, draw
from rostering.reporting.headline import rule_title
from rostering.reporting.numbers import money, percent
from rostering.scenario import Scenario
from rostering.words import count_words

BEST, EQUAL = "best mix", "shared equally"
OUT_OF_REACH = "out of reach"


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: str
    value: float | str = ""
    """By which it is sorted."""
    look: str = ""
    """Its class in the style sheet."""


@dataclass(frozen=True)
class FigureTable:
    """A table; the first cell of a row names it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figures:
    """A page of curves and tables."""

    kind: str
    sentences: tuple[str, ...]
    charts: tuple[tuple[str, Markup], ...]
    tables: tuple[FigureTable, ...]


def frontier_curve(document: Mapping[str, Any]) -> Markup:
    """Patrol hours over budgets, of the best mix and of equal shares.

    Raises:
        KeyError: something of the document is missing.
        TypeError: something of it has another form.
    """
    rows = [
        {"x": point["budget"] / 1000}
        | {name: point[key]["patrol_hours"] for key, name in (("best", BEST), ("equal", EQUAL)) if point[key]}
        for point in document["points"]
    ]
    title = "Patrol hours a week by budget, best mix and shared equally"
    return curves(title, "budget, thousands in the year", "patrol hours a week", rows, [BEST, EQUAL])


def frontier_figures(scenario: Scenario, document: Mapping[str, Any]) -> Figures:
    """A frontier of budgets.

    Raises:
        KeyError: something of the document is missing.
        TypeError: something of it has another form.
    """
    chart = ("Patrol hours by budget", frontier_curve(document))
    budgets = FigureTable(
        "Budget by budget",
        ("Budget", "Spent", "Promise", "Patrol hours", "Least served", "Shared equally", "The next pound goes to"),
        tuple(_budget_row(scenario, point) for point in document["points"]),
    )
    worth = FigureTable(
        "What one more is worth, a week",
        ("Team and role", "Patrol hours", "Equitable hours", "Windows kept", "Equitable hours of an overtime hour"),
        tuple(_worth_row(scenario, one) for one in document["worth_of_one_more"]),
    )
    return Figures("What money buys", tuple(_frontier_words(document)), (chart,), (budgets, worth))


def _frontier_words(document: Mapping[str, Any]) -> list[str]:
    least, broken = document["least_budget"], document["breaks_first"]
    said = ["No amount of what is offered keeps every promise."]
    if least is not None:
        spent = least["spent"]
        said = [f"The least money that keeps every promise: {money(spent)} in the year."]
        if spent < 0:
            said = [f"Every promise can be kept with {money(-spent)} less in the year."]
    if broken:
        rules = sorted({rule_title(one["rule"]) for one in broken})
        said.append(f"With less, this breaks first: {', '.join(rules)} ({count_words(len(broken), 'place')}).")
    return said


def _budget_row(scenario: Scenario, point: Mapping[str, Any]) -> tuple[Cell, ...]:
    best, equal, following = point["best"], point["equal"], point["next"]
    first = Cell(money(point["budget"]), point["budget"])
    if best is None:
        return first, *(Cell(OUT_OF_REACH), *[Cell("")] * 5)
    short = f"{best['windows_missed']:g} windows missed" if best["windows_missed"] else "hubs or teams short"
    goes_to = "nothing more"
    if following is not None:
        goes_to = f"{_option_title(scenario, following['option'])}, {scenario.title_of(following['area'])}"
    return (
        first,
        Cell(money(best["spent"]), best["spent"]),
        Cell(
            "kept" if best["promise_kept"] else short, best["windows_missed"], "" if best["promise_kept"] else "worst"
        ),
        Cell(f"{best['patrol_hours']:,.1f}", best["patrol_hours"]),
        Cell(percent(best["least_served_ratio"]), best["least_served_ratio"]),
        Cell("" if equal is None else f"{equal['patrol_hours']:,.1f}", -1 if equal is None else equal["patrol_hours"]),
        Cell(goes_to),
    )


def _option_title(scenario: Scenario, option: str) -> str:
    known = scenario.funding.options.get(option) if scenario.funding else None
    return (known.title if known else "") or option


def _worth_row(scenario: Scenario, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    person, hour = one["one_person"], one["one_overtime_hour"]
    who = f"{scenario.title_of(one['area'])}, {scenario.title_of(one['role'])}"
    values = (person["patrol_hours"], person["equitable_hours"], person["windows_kept"], hour["equitable_hours"])
    return Cell(who), *(Cell(f"{value:,.2f}", value) for value in values)


def comparison_figures(document: Mapping[str, Any]) -> Figures:
    """Plans side by side.

    Raises:
        KeyError: something of the document is missing.
        TypeError: something of it has another form.
    """
    several: Mapping[str, Any] = document["alternatives"]
    names = tuple(several)
    known = {measure: None for one in several.values() for measure in one["measures"]}
    measures = FigureTable(
        "Measure by measure",
        ("Measure", *names),
        tuple(
            (Cell(rule_title(measure)), *(_compared(document, measure, name) for name in names)) for measure in known
        ),
    )
    areas = {area: None for one in several.values() for area in one["areas"]}
    hours = FigureTable(
        "Patrol hours by area",
        ("Area", *names),
        tuple(
            (Cell(area), *(_number(several[name]["areas"].get(area, {}).get("patrol_hours")) for name in names))
            for area in areas
        ),
    )
    chart = ("Patrol share of each area", _shares_of(several))
    said = (f"{count_words(len(names), 'plan')} side by side; in each row the best and the worst are marked.",)
    return Figures("Comparison", said, (chart,), (measures, hours))


def _compared(document: Mapping[str, Any], measure: str, name: str) -> Cell:
    look = next((look for look in ("best", "worst") if name in document[look].get(measure, ())), "")
    return _number(document["alternatives"][name]["measures"].get(measure), look)


def _number(value: float | None, look: str = "") -> Cell:
    if value is None:
        return Cell("", -1)
    marks = {"best": " (best)", "worst": " (worst)"}
    return Cell(f"{value:,.4f}".rstrip("0").rstrip(".") + marks.get(look, ""), value, look)


def _shares_of(several: Mapping[str, Any]) -> Markup:
    """A row for each area: demand as a line across, each plan's patrol as a point."""
    points = [
        {
            "area": area,
            "share": row["patrol_share"],
            "demand": row["demand_share"],
            "plan": name,
            "tip": f"{name}, {area}: {percent(row['patrol_share'])}, demand {percent(row['demand_share'])}",
        }
        for name, one in several.items()
        for area, row in one["areas"].items()
    ]
    looks = [SERIES[place % len(SERIES)] for place in range(len(several))]
    across: dict[str, Any] = {"field": "area", "type": "nominal", "title": None}
    along: dict[str, Any] = {"type": "quantitative", "axis": {"format": ".0%", "title": None}}
    demand = {"type": "tick", "thickness": 3, "size": 26, "color": "var(--soft)", "aria": False}
    dots = {"type": "point", "filled": True, "size": 90, "opacity": 1}

    def by_plan(part: int) -> dict[str, Any]:
        scale = {"domain": list(several), "range": [look[part] for look in looks]}
        return {"field": "plan", "type": "nominal", "scale": scale, "sort": list(several)}

    layers = [
        {"mark": demand, "encoding": {"x": {"field": "demand", **along}, "y": across}},
        {
            "mark": dots,
            "encoding": {
                "x": {"field": "share", **along},
                "y": across,
                "color": by_plan(0),
                "shape": by_plan(2),
                "description": {"field": "tip"},
            },
        },
    ]
    longest = max((len(area) for one in several.values() for area in one["areas"]), default=0)
    padding = {"left": CHARACTER * longest / 3, "right": 12, "top": 4, "bottom": 4}  # a reader's font may be wider
    data = {"values": points}
    spec = {"width": 520, "height": {"step": 32}, "data": data, "layer": layers, "padding": padding}
    return draw(spec, "Patrol share of each area in each plan; a line across marks its demand share")
