"""The pages a reader starts from: what they tell to type works, and what they say is so."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import yaml

from rostering import __version__
from rostering.measures import MEASURES
from rostering.model.objective import PASSES
from rostering.schedule import StoppedBy
from rostering.solve.roster import DUTIES

ROOT = Path(__file__).parents[1]
EXECUTED = ("README.md", "docs/quickstart.md")
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").rglob("*.md"))
)
INSTALL = "python3 -m pip install uv && "
END = "== end of command, status "


def console_blocks(page: str) -> list[list[tuple[str, str]]]:
    """The console blocks of a page: each a list of commands with what the page shows them to print."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE) for block in blocks]


def executed(commands: list[str], folder: Path) -> list[tuple[str, int]]:
    """What each command prints on a terminal 80 columns wide, and its exit status; ``$?`` is that of the one before."""
    bash = shutil.which("bash")
    assert bash
    steps = [
        f"{command.replace('uv run ', '')}\nstatus=$?; echo '{END}'$status; (exit $status)" for command in commands
    ]
    here = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
        "NO_COLOR": "1",
    }
    session = subprocess.run(
        [bash, "-c", "\n".join(steps)],
        cwd=folder,
        env=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    ended = re.compile(rf"(.*?)^{END}(\d+)\n", re.MULTILINE | re.DOTALL)
    return [(said, int(status)) for said, status in ended.findall(session.stdout)]


def same_words(shown: str, printed: str) -> bool:
    """Whether a page shows what is printed: ``...`` stands for anything, a number for any number."""
    wanted, got = (re.sub(r"\d+(\.\d+)?", "#", text) for text in (shown, printed))
    return doctest.OutputChecker().check_output(wanted, got, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)


@pytest.mark.parametrize("page", EXECUTED)
def test_what_a_page_tells_to_type_prints_what_it_shows(page: str, tmp_path: Path) -> None:
    """Typed one after the other in a fresh folder; a status other than 0 is shown by ``echo $?``."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    typed = [step for block in console_blocks(page) for step in block if not step[0].startswith(INSTALL)]
    assert typed
    results = executed([command for command, _ in typed], tmp_path)
    assert len(results) == len(typed)
    for place, ((command, shown), (printed, status)) in enumerate(zip(typed, results, strict=True)):
        assert same_words(shown, printed), f"{command}\n{printed}"
        is_status_shown = place + 1 < len(typed) and typed[place + 1][0] == "echo $?"
        assert status == 0 or is_status_shown, command


def test_the_two_commands_of_the_readme_are_there() -> None:
    """The first plans a scenario that is shipped; the second is what the checks of every change begin with."""
    plan, test = [step[0] for block in console_blocks("README.md") for step in block if step[0].startswith(INSTALL)]
    assert plan == f"{INSTALL}uv run rostering solve scenarios/bedfordshire.yaml"
    assert (ROOT / "scenarios" / "bedfordshire.yaml").is_file()
    assert test == f"{INSTALL}uv run pytest"
    assert f"({test})" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every link to a file names one that is there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    missing = [link for link in links if "://" not in link and not (ROOT / page).parent.joinpath(link).exists()]
    assert not missing


def test_every_page_has_a_place_in_the_menu() -> None:
    """The site's menu lists each page of ``docs`` once."""
    menu = [page for entry in _menu() for page in entry.values()]
    assert sorted(menu) == sorted(page.name for page in (ROOT / "docs").glob("*.md"))


def _menu() -> list[dict[str, str]]:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    return list(site["nav"])


def test_the_passes_are_explained_in_their_order() -> None:
    """The table in the concepts is the program's own list; what building duties adds is told below it."""
    section = _passes_section()
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [one.name for one in PASSES]
    assert f"one number, `{DUTIES}`, comes before all passes" in section


def test_every_way_to_end_is_explained_with_the_passes() -> None:
    """What a schedule has under `stopped_by`."""
    section = _passes_section()
    assert [one for one in get_args(StoppedBy) if f"`{one}`" not in section] == []


def _passes_section() -> str:
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    return concepts.split("\n## Passes\n")[1].split("\n## ")[0]


def test_measures_named_in_the_concepts_exist() -> None:
    """An index is called what the schedule calls it."""
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+_tracking)`", concepts))
    assert named
    assert named <= set(MEASURES)


def test_the_changelog_knows_this_version() -> None:
    """The newest version in the changelog is the one that is installed, and the one of the project file."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)
    assert versions[0] == __version__ == project["version"]
