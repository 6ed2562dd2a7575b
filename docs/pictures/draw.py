"""Draw one officer's day and one hotspot's week with its ledger, from a schedule file.

uv run --group docs python docs/pictures/draw.py bedfordshire.schedule.yaml OFFICER DAY HOTSPOT

writes ``officer-day.svg`` and ``hotspot-ledger.svg`` beside this script. The same schedule gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl
import yaml
from matplotlib.axes import Axes
from matplotlib.figure import Figure

HERE = Path(__file__).parent
COLOURS = {
    "briefing": "#8d99ae",
    "travel": "#d9d9d9",
    "visit": "#c1121f",
    "hub": "#7b2cbf",
    "break": "#f6f1de",
    "reserve": "#e9c46a",
    "patrol": "#2a6f97",
}
"""By activity; the same in both pictures."""
LABELLED_MINUTES = 40
"""Shortest activity that has room for a label of its own inside the bar."""
MINUTES_PER_DAY = 24 * 60


def minutes(clock: str) -> int:
    """Minutes since midnight of a time such as ``07:15``."""
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


def spans(activities: Sequence[Mapping[str, str]]) -> list[tuple[int, int, Mapping[str, str]]]:
    """Start, end and content of each activity; times past midnight go on counting."""
    found: list[tuple[int, int, Mapping[str, str]]] = []
    for activity in activities:
        start, end = minutes(activity["from"]), minutes(activity["to"])
        while found and start < found[-1][1]:
            start += MINUTES_PER_DAY
        while end <= start:
            end += MINUTES_PER_DAY
        found.append((start, end, activity))
    return found


def officer_day(officer: str, day: str, duty: Mapping[str, Any]) -> Figure:
    """A duty as one bar, cut into its activities; visits and hubs named above it."""
    figure = Figure(figsize=(9, 2.1), layout="constrained")
    axes = figure.add_subplot()
    pieces = spans(duty["activities"])
    for start, end, activity in pieces:
        do = activity["do"]
        axes.barh(0, end - start, left=start, color=COLOURS[do], edgecolor="white", linewidth=0.6)
        place = activity.get("hotspot") or activity.get("session")
        if place:
            axes.text(start, 0.5, place, rotation=28, ha="left", va="bottom", fontsize=7, color=COLOURS[do])
        elif end - start >= LABELLED_MINUTES:
            dark = do in {"patrol", "briefing"}
            axes.text((start + end) / 2, 0, do, ha="center", va="center", fontsize=7, color="white" if dark else "#333")
    axes.set_ylim(-0.45, 1.9)
    axes.set_xlim(pieces[0][0] - 5, pieces[-1][1] + 45)
    hours = range(60 * -(-pieces[0][0] // 60), pieces[-1][1] + 1, 60)
    axes.set_xticks(list(hours), [f"{hour // 60 % 24:02d}:00" for hour in hours], fontsize=7)
    axes.set_yticks([])
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.set_title(f"{officer}, {date.fromisoformat(day):%A %-d %B}, {duty['shift']}", fontsize=9, loc="left")
    used = [do for do in COLOURS if any(piece[2]["do"] == do for piece in pieces)]
    handles = [mpl.patches.Patch(color=COLOURS[do], label=do) for do in used]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), fontsize=7, frameon=False)
    return figure


def hotspot_ledger(hotspot: str, row: Mapping[str, Any], first: date, days: int) -> Figure:
    """A hotspot's visits over the horizon, and beside them what it was due and got."""
    figure = Figure(figsize=(9, 2.6), layout="constrained")
    week, ledger = figure.subplots(1, 2, width_ratios=[2, 1])
    _visits(week, hotspot, row, first, days)
    _ledger(ledger, row["ledger"])
    return figure


def _visits(axes: Axes, hotspot: str, row: Mapping[str, Any], first: date, days: int) -> None:
    for visit in row["visits"]:
        at = datetime.fromisoformat(visit)
        axes.plot((at.date() - first).days, at.hour + at.minute / 60, "s", color=COLOURS["visit"], markersize=4)
    names = [date.fromordinal(first.toordinal() + day) for day in range(days)]
    axes.set_xticks(range(days), [f"{day:%a %-d}" for day in names], fontsize=7)
    axes.set_xlim(-0.6, days - 0.4)
    axes.set_ylim(24, 0)
    axes.set_yticks(range(0, 25, 6), [f"{hour:02d}:00" for hour in range(0, 25, 6)], fontsize=7)
    axes.grid(axis="y", color="#ddd", linewidth=0.6)
    axes.spines[["right", "top"]].set_visible(False)
    title = f"{hotspot}: {len(row['visits'])} visits, longest gap {row['longest_gap_days']} days"
    if before := row.get("last_patrolled_before"):
        title += f" (last before the week: {datetime.fromisoformat(before):%a %-d %b})"
    axes.set_title(title, fontsize=9, loc="left")


def _ledger(axes: Axes, ledger: Mapping[str, int]) -> None:
    floor, share = ledger["floor_minutes"], ledger["share_minutes"]
    rounding, shortfall = ledger["rounding_minutes"], ledger["shortfall_minutes"]
    planned = floor + share + rounding - shortfall
    steps = (
        ("floor", 0, floor, "#8d99ae"),
        ("share", floor, share, COLOURS["patrol"]),
        ("rounding", floor + share, rounding, COLOURS["reserve"]),
        ("shortfall", floor + share + rounding, -shortfall, "#333"),
        ("planned", 0, planned, COLOURS["visit"]),
    )
    for place, (name, start, size, colour) in enumerate(steps):
        axes.barh(place, size, left=start, color=colour)
        axes.text(max(start, start + size) + 3, place, f"{size} min", va="center", fontsize=7)
        axes.text(-3, place, name, va="center", ha="right", fontsize=7)
    axes.set_xlim(0, 1.25 * max(floor + share, planned, 1))
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[["right", "top", "bottom"]].set_visible(False)
    axes.set_title("ledger, minutes on the spot", fontsize=9, loc="left")


def draw(schedule: Mapping[str, Any], officer: str, day: str, hotspot: str, folder: Path) -> None:
    """Write both pictures into a folder."""
    days = sorted({day for duties in schedule["officers"].values() for day in duties})
    first = date.fromisoformat(days[0])
    horizon = (date.fromisoformat(days[-1]) - first).days + 1
    pictures = {
        "officer-day.svg": officer_day(officer, day, schedule["officers"][officer][day]),
        "hotspot-ledger.svg": hotspot_ledger(hotspot, schedule["hotspots"][hotspot], first, horizon),
    }
    with mpl.rc_context({"svg.hashsalt": "rostering", "svg.fonttype": "none", "font.family": "sans-serif"}):
        for name, figure in pictures.items():
            figure.savefig(folder / name, metadata={"Date": None})


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw one officer's day and one hotspot's ledger.")
    parser.add_argument("schedule", type=Path, help="a schedule file written by `rostering solve`")
    parser.add_argument("officer", help="for instance pc-2411")
    parser.add_argument("day", help="for instance 2025-06-06")
    parser.add_argument("hotspot", help="for instance luton-town-hall")
    chosen = parser.parse_args()
    # The base loader keeps every value a text, as YAML 1.2 does with times and dates; numbers are made below.
    schedule = yaml.load(chosen.schedule.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes no objects
    for row in schedule["hotspots"].values():
        row["ledger"] = {name: int(minutes) for name, minutes in row["ledger"].items()}
    draw(schedule, chosen.officer, chosen.day, chosen.hotspot, HERE)


if __name__ == "__main__":
    main()
