"""``rostering report`` as its users call it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rostering.cli import main
from tests.reporting.worlds import QUICKSTART, Page


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the quickstart, its schedule, a stress run and a comparison."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "quickstart.yaml").write_bytes(QUICKSTART.read_bytes())
    text = QUICKSTART.read_text(encoding="utf-8")
    (folder / "money.yaml").write_text(text.replace("name: quickstart", "name: money", 1) + FUNDING, encoding="utf-8")
    plan, scenario = str(folder / "q.yaml"), str(folder / "quickstart.yaml")
    for arguments in (
        ["solve", scenario, "-o", plan],
        ["stress", plan, "--against", scenario, "--draws", "200", "-o", str(folder / "stress.yaml")],
        ["compare", plan, plan, "-o", str(folder / "compare.yaml")],
        ["fund", str(folder / "money.yaml"), "--budget", "0:60000:30000", "-o", str(folder / "fund.yaml")],
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0, arguments
    return folder


FUNDING = """
funding:
  options:
    more-pcs: {hire: pc, max: 3, title: More constables}
"""


@pytest.fixture
def folder(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in made_once.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["report", *arguments])
    return int(ended.value.code or 0)


@pytest.mark.parametrize("audience", ["planner", "commissioner", "public"])
def test_a_page_for_each_audience_gets_a_name_of_its_own(folder: Path, audience: str) -> None:
    """None is overwritten by another."""
    assert run("q.yaml", "--for", audience) == 0
    page = (folder / f"q.{audience}.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("audience", ["planner", "commissioner"])
def test_a_stress_run_has_its_curve_and_names_officers_to_planners_only(folder: Path, audience: str) -> None:
    """Chances as in the file."""
    assert run("stress.yaml", "--for", audience, "-o", "s.html") == 0
    text = (folder / "s.html").read_text(encoding="utf-8")
    document = yaml.safe_load((folder / "stress.yaml").read_text())
    page = Page(text)
    values = {row[0]: value for row, value in zip(page.rows, page.values, strict=True)}
    chance = document["measures"]["hotspots_survive"]["chance"]
    assert float(values["Every hotspot's promise"][1]) == chance
    assert "<svg" in text
    assert any(officer.upper() in text.upper() for officer in document["officers"]) == (audience == "planner")


def test_a_frontier_has_its_curve_and_budgets(folder: Path) -> None:
    """Patrol hours of each budget as in the file, options by title."""
    assert run("fund.yaml", "-o", "f.html") == 0
    text = (folder / "f.html").read_text(encoding="utf-8")
    page = Page(text)
    points = yaml.safe_load((folder / "fund.yaml").read_text())["points"]
    for point in points:
        (values,) = [v for v in page.values if v[1:] and v[1] == str(point["best"]["spent"]) and len(v) == 7][:1]
        assert float(values[3]) == point["best"]["patrol_hours"]
    assert "More constables" in text
    assert "<svg" in text


def test_a_comparison_has_every_measure_of_every_plan(folder: Path) -> None:
    """Beside each other."""
    assert run("compare.yaml", "-o", "c.html") == 0
    page = Page((folder / "c.html").read_text(encoding="utf-8"))
    document = yaml.safe_load((folder / "compare.yaml").read_text())
    shown = {row[0]: value[1:] for row, value in zip(page.rows, page.values, strict=True)}
    for measure, value in next(iter(document["alternatives"].values()))["measures"].items():
        assert [float(one) for one in shown[measure.replace("_", " ")]] == [value] * 2


def test_an_output_that_cannot_be_written_is_said_before_the_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No page is made in vain."""
    monkeypatch.setattr("rostering.cli.reporting.read_yaml", lambda _: pytest.fail("the file was read"))
    assert run(str(folder / "q.yaml"), "-o", "none/page.html") == 2
    assert "none/page.html" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("none.yaml",), "none.yaml"),
        (("quickstart.yaml",), "UNKNOWN_KIND"),
        (("q.yaml", "--against", "other.yaml"), "other.yaml"),
        (("stress.yaml", "--for", "public"), "NOT_FOR_THE_PUBLIC"),
        (("stress.yaml", "--against", "small.yaml"), "DOES_NOT_FIT"),
        (("broken.yaml",), "DOES_NOT_FIT"),
        (("q.yaml", "--for", "press"), "press"),
        (("q.yaml", "-o", "none/page.html"), "none/page.html"),
        (("q.yaml", "--for", "public", "--against", "telling.yaml"), "TELLING_TITLE"),
        (("stress.yaml", "--for", "commissioner", "--against", "telling.yaml"), "TELLING_TITLE"),
        (("fund.yaml", "--for", "commissioner", "--against", "telling.yaml"), "TELLING_TITLE"),
        (("compare.yaml", "--for", "commissioner"), "NO_SCENARIO"),
        (("named.yaml", "--for", "commissioner", "--against", "quickstart.yaml"), "TELLING_TITLE"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(
    folder: Path, arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, a page that was there stays."""
    text = (folder / "quickstart.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    officer = next(iter(yaml.safe_load((folder / "stress.yaml").read_text())["officers"]))
    area = next(iter(content["areas"]))
    content["areas"][area]["title"] = f"Town {officer}-desk"
    (folder / "telling.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    small = yaml.safe_load(text)
    small["hotspots"].pop(next(iter(small["hotspots"])))
    (folder / "small.yaml").write_text(yaml.safe_dump(small, sort_keys=False))
    (folder / "broken.yaml").write_text("alternatives: {a: {measures: 3}}\n")
    compared = (folder / "compare.yaml").read_text()
    names = list(yaml.safe_load(compared)["alternatives"])
    (folder / "named.yaml").write_text(compared.replace(f"{names[0]}:", f"without-{officer}:", 1))
    (folder / "page.html").write_text("kept")
    given = arguments if "-o" in arguments else (*arguments, "-o", "page.html")
    assert run(*given) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert code in err
    assert (folder / "page.html").read_text() == "kept"
