"""Pages: which views each audience gets, filled into its template."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rostering import __version__
from rostering.measures import MEASURES
from rostering.reporting import numbers
from rostering.reporting.charts import curves, map_chart, shares_chart
from rostering.reporting.days import duty_days
from rostering.reporting.figures import comparison_figures, frontier_figures
from rostering.reporting.findings import Audience, Findings, period_words
from rostering.reporting.headline import headline
from rostering.reporting.hubs import hubs, openings
from rostering.reporting.maps import maps
from rostering.reporting.notices import breaches, changed_days, missing, missing_without_people, rule_counts
from rostering.reporting.reasons import Reasons
from rostering.reporting.residents import expectations, promise_words
from rostering.reporting.roster import grid
from rostering.reporting.shares import area_shares
from rostering.reporting.stressed import Stressed, stressed, survival_rows
from rostering.reporting.strip import strip
from rostering.scenario import Scenario
from rostering.words import day_words

_TEMPLATES = "templates"


def report_page(found: Findings, audience: Audience = "planner") -> str:
    """A plan as one HTML file for an audience. The same plan gives the same bytes."""
    views = {"planner": _planner, "commissioner": _commissioner, "public": _public}
    return _filled(f"{audience}.html", _common(found.scenario) | views[audience](found))


def stress_page(scenario: Scenario, document: Mapping[str, Any], audience: Audience = "planner") -> str:
    """A stress run as one HTML file; the commissioner's names no officer.

    Raises:
        KeyError: something of the document is missing, or the scenario does not know it.
        TypeError: something of it has another form.
    """
    told = stressed(scenario, document)
    views = _common(scenario) | {"told": told, "audience": audience, "curve": _survival_curve(told)}
    return _filled("stress.html", views)


def frontier_page(scenario: Scenario, document: Mapping[str, Any]) -> str:
    """What money buys, as one HTML file; no officer is in it.

    Raises:
        KeyError: something of the document is missing.
        TypeError: something of it has another form.
    """
    return _filled("figures.html", _common(scenario) | {"told": frontier_figures(scenario, document)})


def comparison_page(document: Mapping[str, Any]) -> str:
    """Plans side by side, as one HTML file; no officer is in it.

    Raises:
        KeyError: something of the document is missing.
        TypeError: something of it has another form.
    """
    told = comparison_figures(document)
    return _filled("figures.html", {"title": "Plans side by side", "period": "", "told": told})


def _survival_curve(told: Stressed) -> Markup:
    title = "Chance that each hotspot's promise survives absences, weakest first"
    series = ("as planned", "with repair on the day")
    x_title = "hotspots, weakest first"
    return curves(title, x_title, "chance that it survives", survival_rows(told.hotspots), series, is_share=True)


def _common(scenario: Scenario) -> dict[str, Any]:
    return {
        "title": scenario.title or scenario.name,
        "period": period_words(scenario.horizon.dates),
        "areas": sorted(((area, scenario.title_of(area)) for area in scenario.areas), key=lambda one: one[::-1]),
        "rule": scenario.rules.hotspot_guarantee,
    }


def _planner(found: Findings) -> dict[str, Any]:
    rows = strip(found, Reasons.of_plan(found.scenario.horizon, found.plan))
    return _shown(found) | {
        "rows": rows,
        "maps": [(panel, map_chart(panel)) for panel in maps(found, rows)],
        "lines": grid(found),
        "duties": duty_days(found),
        "changes": changed_days(found),
        "openings": openings(found),
        "missing": missing(found),
        "breaches": breaches(found),
    }


def _commissioner(found: Findings) -> dict[str, Any]:
    rows = strip(found)
    return _shown(found) | {
        "rows": rows,
        "maps": [(panel, map_chart(panel)) for panel in maps(found, rows)],
        "hubs": hubs(found),
        "missing": missing_without_people(found),
        "rule_counts": rule_counts(found),
        "changed": len(found.changes),
        "changed_cost": sum(one.cost for one in found.changes),
        "least_notice": min((one.notice_days for one in found.changes), default=None),
    }


def _public(found: Findings) -> dict[str, Any]:
    return {"promise": promise_words(found), "expectations": expectations(found)}


def _shown(found: Findings) -> dict[str, Any]:
    shares = area_shares(found)
    return {
        "statements": headline(found),
        "shares": shares,
        "shares_chart": shares_chart(shares),
        "days": [(day_words(day), day.weekday()) for day in found.scenario.horizon.dates],
        "measures": [(name, value, MEASURES[name]) for name, value in found.measures.items()],
        "is_promised": found.is_promised,
    }


def _filled(template: str, views: Mapping[str, Any]) -> str:
    return _environment().get_template(template).render(views)


@cache
def _environment() -> Environment:
    """Everything filled in is escaped; what is missing is an error."""
    environment = Environment(
        loader=PackageLoader("rostering.reporting", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script, style = _asset("behaviour.js"), _asset("style.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals |= {
        # Of this project's own making, and the only script the page's policy lets run.
        "script": Markup(script),  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "script_digest": digest,
        "made_by": f"rostering {__version__}",
        "numbers": numbers,
    }
    return environment


def _asset(name: str) -> str:
    return resources.files("rostering.reporting").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")
