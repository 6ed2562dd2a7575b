"""Journeys from a routing server: a real one on this machine that speaks the protocol, well and badly."""

from __future__ import annotations

import csv
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from rostering.cli import main
from rostering.files import load_scenario
from rostering.journeys import server as asking
from rostering.journeys.asking import blocks_of
from rostering.scenario.travel import travel_times

SCENARIO = """\
version: 1
name: small
horizon: {start: 2025-06-02, days: 7}
demand: {weights: {need: 1.0}}
areas: {north: {base: {lat: 51.9, lon: -0.4}, demand: {need: 1}}}
roles: {pc: {}}
shifts: {early: {start: "07:00", end: "17:00"}}
officers: {pc-1: {role: pc, area: north}}
hotspots:
  corner: {area: north, lat: 51.91, lon: -0.41, crew: 1}
  market: {area: north, title: The Market, lat: 51.93, lon: -0.42, crew: 1}
"""
Answer = tuple[int, bytes]


def by_degrees(path: str) -> Answer:
    """A country where a degree of latitude takes 10,000 s northwards and twice that southwards."""
    parts = urlsplit(path)
    found = re.fullmatch(r"/table/v1/(\w+)/([-0-9.,;]+)", parts.path)
    assert found
    points = [tuple(map(float, point.split(","))) for point in found[2].split(";")]
    query = parse_qs(parts.query)
    asked = {name: [int(one) for one in query[name][0].split(";")] for name in ("sources", "destinations")}
    assert query["annotations"] == ["duration"]
    table = []
    for origin in asked["sources"]:
        norths = [points[destination][1] - points[origin][1] for destination in asked["destinations"]]
        table.append([abs(north) * (10_000 if north > 0 else 20_000) for north in norths])
    return 200, json.dumps({"code": "Ok", "durations": table}).encode()


@dataclass
class Town:
    """A routing server, its scenario, and what it was asked."""

    folder: Path
    url: str
    answer: Callable[[str], Answer] = by_degrees
    questions: list[str] = field(default_factory=list)

    def run(self, *options: str, url: str = "") -> int:
        """The command on the scenario: its exit code."""
        with pytest.raises(SystemExit) as left:
            main(["travel", str(self.folder / "small.yaml"), "--osrm", url or self.url, *options])
        return int(left.value.code or 0)

    @property
    def journeys(self) -> dict[tuple[str, str], float]:
        """What was written, in minutes."""
        with (self.folder / "travel.csv").open(encoding="utf-8") as opened:
            return {(row["from"], row["to"]): float(row["minutes"]) for row in csv.DictReader(opened)}


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "kept"))
    monkeypatch.setattr(asking, "BACKOFF", 0.01)
    (tmp_path / "small.yaml").write_text(SCENARIO, encoding="utf-8")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.questions.append(self.path)
            try:
                status, body = there.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Town(tmp_path, f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield there
    server.shutdown()
    thread.join()
    server.server_close()


def test_journeys_become_the_matrix_that_a_scenario_names(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Both directions, minutes, longitude first in the question; then plans and checks use them without a server."""
    assert town.run() == 0
    out, err = capsys.readouterr()
    assert "6 journeys between 3 places" in out
    assert "travel: {matrix: travel.csv}" in err
    assert "/table/v1/driving/-0.400000,51.900000;-0.410000,51.910000;" in town.questions[0]
    assert town.journeys["north", "corner"] == pytest.approx(100 / 60, abs=0.01)
    assert town.journeys["market", "north"] == pytest.approx(600 / 60, abs=0.01)
    (town.folder / "small.yaml").write_text(SCENARIO + "travel: {matrix: travel.csv}\n", encoding="utf-8")
    minutes = travel_times(load_scenario(town.folder / "small.yaml").scenario)
    assert (minutes("north", "market"), minutes("market", "north")) == (5, 10)


def test_an_answer_is_kept(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time nobody is asked, unless that is asked for, or a place has moved, or another profile is meant."""
    town.run()
    first = (town.folder / "travel.csv").read_bytes()
    assert town.run() == 0
    assert len(town.questions) == 1
    assert "0 questions asked, 1 answered before" in capsys.readouterr().out
    assert (town.folder / "travel.csv").read_bytes() == first
    town.run("--fresh")
    town.run("--profile", "foot")
    (town.folder / "small.yaml").write_text(SCENARIO.replace("51.93", "51.94"), encoding="utf-8")
    town.run()
    assert len(town.questions) == 4


def test_a_damaged_kept_answer_is_asked_for_again(town: Town) -> None:
    """As if it were not there."""
    town.run()
    (kept,) = (town.folder / "kept").rglob("*.json")
    kept.write_text('{"durations": [[1', encoding="utf-8")
    assert town.run() == 0
    assert len(town.questions) == 2


def test_a_server_that_stumbles_is_asked_again(town: Town) -> None:
    """Twice 500, then an answer."""
    town.answer = lambda path: (500, b"oops") if len(town.questions) < 3 else by_degrees(path)
    assert town.run() == 0
    assert len(town.questions) == 3


def test_a_journey_without_a_road_stays_computed(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Null is not 0: it is left out of the file, and said with the way it is computed."""

    def island(path: str) -> Answer:
        content = json.loads(by_degrees(path)[1])
        content["durations"][0][2] = None
        return 200, json.dumps(content).encode()

    town.answer = island
    assert town.run() == 0
    assert ("north", "market") not in town.journeys
    assert len(town.journeys) == 5
    err = " ".join(capsys.readouterr().err.split())
    assert "knows no way for 1 journey (north to The Market), which stay computed: straight line times 1.3" in err


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda _: (200, b"<html>welcome</html>"), "its answer is no JSON"),
        (lambda _: (200, b'{"code": "Ok"}'), "its answer is no table of 3 by 3 durations"),
        (lambda _: (200, b'{"durations": [[0, 1, 2], [0, 1, 2], [0, 1]]}'), "no table of 3 by 3"),
        (lambda _: (200, b'{"durations": [[0, 1, -2], [0, 1, 2], [0, 1, 2]]}'), "no table of 3 by 3"),
        (lambda _: (200, b'{"durations": [[0, 1, NaN], [0, 1, 2], [0, 1, 2]]}'), "its answer is no JSON"),
        (lambda _: (200, b'{"durations": [[0, 1, "2"], [0, 1, 2], [0, 1, 2]]}'), "no table of 3 by 3"),
        (lambda _: (400, b'{"code": "TooBig", "message": "Too many"}'), "it answers 400: TooBig Too many"),
        (lambda _: (503, b""), "it answers 503"),
        (lambda _: (302, b""), "it answers 302"),
    ],
)
def test_nonsense_is_no_matrix(
    town: Town, capsys: pytest.CaptureFixture[str], answer: Callable[[str], Answer], words: str
) -> None:
    """Nothing is written or kept, exit code 2; the way journeys are computed without a server is said."""
    town.answer = answer
    assert town.run() == 2
    err = " ".join(capsys.readouterr().err.split())
    assert words in err
    assert "without a matrix, journeys are computed: straight line times 1.3, at 30 km/h" in err
    assert not (town.folder / "travel.csv").exists()
    assert not list((town.folder / "kept").rglob("*.json"))


def test_a_slow_server_is_not_waited_for(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """It is asked four times, each for as long as was said."""

    def asleep(path: str) -> Answer:
        time.sleep(0.4)
        return by_degrees(path)

    town.answer = asleep
    assert town.run("--timeout", "0.1") == 2
    assert "it does not answer in time" in capsys.readouterr().err
    assert len(town.questions) == 4


def test_a_server_that_is_not_there(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Said at once, not as a fault of the program."""
    assert town.run(url="http://127.0.0.1:9") == 2
    err = capsys.readouterr().err
    assert "http://127.0.0.1:9: NO_ANSWER" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("url", ["localhost:5000", "ftp://a.example", "http://", "http://a.example/?x=1"])
def test_an_address_that_is_none(town: Town, capsys: pytest.CaptureFixture[str], url: str) -> None:
    """Nobody is asked."""
    assert town.run(url=url) == 2
    assert "BAD_VALUE" in capsys.readouterr().err


def test_many_places_are_asked_about_in_pieces(town: Town) -> None:
    """Each within the limit; together they are the same journeys, and where the server goes away, the others stay."""
    town.run()
    whole = town.journeys
    del town.questions[:]
    assert town.run("--most-places", "2", "--fresh") == 0
    assert town.journeys == whole
    assert len(town.questions) == 9
    assert max(question.partition("?")[0].count(";") for question in town.questions) == 1


def test_what_a_server_did_not_answer_is_said_and_asked_for_the_next_time(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """A matrix with holes is written with a warning; kept answers are not asked for again."""
    town.answer = lambda path: by_degrees(path) if len(town.questions) < 4 else (503, b"")
    assert town.run("--most-places", "2") == 0
    err = " ".join(capsys.readouterr().err.split())
    assert "no answer for 4 journeys" in err
    assert "which stay computed: straight line times 1.3" in err
    assert len(town.journeys) == 2
    town.answer = by_degrees
    del town.questions[:]
    assert town.run("--most-places", "2") == 0
    assert (len(town.questions), len(town.journeys)) == (6, 6)


def test_a_named_matrix_need_not_be_there_yet(town: Town) -> None:
    """The command makes it."""
    (town.folder / "small.yaml").write_text(SCENARIO + "travel: {matrix: roads.csv}\n", encoding="utf-8")
    assert town.run() == 0
    assert load_scenario(town.folder / "small.yaml").scenario.travel.minutes["north"]["market"] == 5


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 250])
def test_blocks_ask_for_every_journey_once(number: int) -> None:
    """And none about more places than the server takes."""
    places = tuple(str(one) for one in range(number))
    blocks = list(blocks_of(places, 100))
    pairs = [(a, b) for origins, destinations in blocks for a in origins for b in destinations]
    assert sorted(pairs) == sorted((a, b) for a in places for b in places)
    assert max(len({*origins, *destinations}) for origins, destinations in blocks) <= 100
