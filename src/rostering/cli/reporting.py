"""``rostering report``: a page for planners, the commissioner or the public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rostering.cli.exits import DONE
from rostering.cli.pairs import find_scenario, load_pair
from rostering.cli.screen import say
from rostering.files import InputError, LoadedScenario, Problem, expect_writable, load_scenario, write_whole
from rostering.files.collecting import garbage_left_alone
from rostering.files.yaml_reading import read_yaml
from rostering.reporting.findings import Audience, find
from rostering.reporting.pages import comparison_page, frontier_page, report_page, stress_page
from rostering.reporting.secrecy import Told, naming_titles, officers_in, telling_titles
from rostering.scenario import Scenario

KINDS = {"schedule": "schedule", "stress": "stress", "funding": "funding", "alternatives": "comparison"}
"""What a file is, by a key that only this kind has."""


@dataclass(frozen=True)
class Report:
    """What was asked for."""

    file: Path
    audience: Audience
    output: Path | None
    against: Path | None


@garbage_left_alone()
def report_file(asked: Report) -> int:
    """Write the page; the exit code.

    Raises:
        InputError: a file cannot be used, or a title would give away to readers what they must not know.
        OutputError: the page cannot be written.
    """
    target = asked.output or Path(f"{asked.file.name.removesuffix('.yaml')}.{asked.audience}.html")
    expect_writable(target)
    page = _page(asked)
    write_whole(target, page)
    say(f"{target} is written for the {asked.audience}: {len(page.encode()) / 1000:,.0f} kB")
    return DONE


def _page(asked: Report) -> str:
    content = read_yaml(asked.file).content
    kind = next((kind for key, kind in KINDS.items() if key in content), None)
    if kind is None:
        message = "this is no schedule, and nothing that stress, fund or compare writes"
        hint = "rostering solve writes a schedule"
        raise InputError([Problem(str(asked.file), None, (), "UNKNOWN_KIND", message, hint)])
    if kind == "schedule":
        loaded, schedule = load_pair(asked.file, asked.against)
        _expect_secret(asked, loaded, telling_titles(loaded.scenario, schedule.plan))
        return report_page(find(loaded.scenario, schedule.plan), asked.audience)
    if asked.audience == "public":
        message = "a page for the public is made of a schedule only"
        raise InputError([Problem(str(asked.file), None, (), "NOT_FOR_THE_PUBLIC", message)])
    return _figures(asked, kind, content)


def _figures(asked: Report, kind: str, content: Mapping[str, Any]) -> str:
    pages: dict[str, Callable[[], str]] = {
        "stress": lambda: stress_page(_scenario(asked, content["stress"]["scenario"]), content, asked.audience),
        "funding": lambda: frontier_page(_scenario(asked, content["funding"]["scenario"]), content),
        "comparison": lambda: _comparison(asked, content),
    }
    try:
        return pages[kind]()
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"it is not as rostering writes such a file, or not of this scenario: {error}"
        hint = "make it again, or name its scenario with --against"
        raise InputError([Problem(str(asked.file), None, (), "DOES_NOT_FIT", message, hint)]) from error


def _scenario(asked: Report, name: str) -> Scenario:
    """Whose file this is; none of its titles tells the readers what they must not know."""
    path = asked.against or find_scenario(asked.file, name)
    if path is None:
        message = f"its scenario {name!r} is not found beside it or here"
        raise InputError([Problem(str(asked.file), None, (), "NO_SCENARIO", message, "name it with --against")])
    loaded = load_scenario(path)
    _expect_secret(asked, loaded, naming_titles(loaded.scenario))
    return loaded.scenario


def _comparison(asked: Report, content: Mapping[str, Any]) -> str:
    """Plans by their names, which are those of files and changes: for the commissioner they are looked at first."""
    if asked.audience == "commissioner":
        if asked.against is None:
            message = "names of plans may name officers, and a comparison does not say of which scenario"
            raise InputError([Problem(str(asked.file), None, (), "NO_SCENARIO", message, "name it with --against")])
        scenario = load_scenario(asked.against).scenario
        found = [(name, officer) for name in content["alternatives"] for officer in officers_in(str(name), scenario)]
        if found:
            problems = [
                Problem(
                    str(asked.file),
                    None,
                    ("alternatives", name),
                    "TELLING_TITLE",
                    f"the name of this plan would tell the commissioner of {officer!r}",
                    "give the file another name and compare again",
                )
                for name, officer in found
            ]
            raise InputError(problems)
    return comparison_page(content)


def _expect_secret(asked: Report, loaded: LoadedScenario, telling: Iterable[Told]) -> None:
    """No title that such a page shows names an officer or the time of a visit.

    Raises:
        InputError: with every title that does.
    """
    if asked.audience == "planner":
        return
    found = [
        Problem(
            str(loaded.path),
            None,
            told.path,
            "TELLING_TITLE",
            f"{told.title!r} would tell the {asked.audience} of {told.secret!r}, an officer or the time of a visit",
            "give it another title",
        )
        for told in telling
    ]
    if found:
        raise InputError(found)
