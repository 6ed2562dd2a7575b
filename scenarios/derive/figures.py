"""Counts open crime data into the committed figures.

    uv run python -m scenarios.derive.figures DATA_FOLDER [--into FILE]

DATA_FOLDER holds ``police-uk/bedfordshire-2023-05_2024-04.zip`` (street-level crime as downloaded from data.police.uk)
and ``boundaries/wards_*.geojson`` (wards of 2013).
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scenarios.derive import crimes, hotspots
from scenarios.derive.crimes import Crime, Spot, Ward
from scenarios.derive.hotspots import Circle, Exclusion

HERE = Path(__file__).parent
FIGURES = HERE.parent / "data" / "bedfordshire_demand.yaml"
ARCHIVE = "police-uk/bedfordshire-2023-05_2024-04.zip"
TEAMS = ("north-rural", "north-urban", "luton-north", "luton-south", "dunstable", "leighton-buzzard")
HEADER = """\
# Demand in Bedfordshire, counted from open crime data. Made by `python -m scenarios.derive.figures DATA_FOLDER`.
#
# Source: data.police.uk, street-level crime recorded by Bedfordshire Police, May 2023 to April 2024.
# Licence: Open Government Licence v3.0. Contains public sector information licensed under that licence.
# Boundaries: "Contains Ordnance Survey, Office of National Statistics data © Crown copyright and database right"
#
# The data hold no day and no time of day, and coordinates are anonymised map points, not addresses. Wards are those of
# 2013; scenarios/derive/wards.csv says which team each is given to (our reading, not the force's). An area counts every
# row in its wards: `asb` is anti-social behaviour, `crime` everything else. A hotspot counts only what happens mostly
# outdoors: not {indoors}.
"""


def identifier(text: str) -> str:
    """Lower case, with a hyphen for everything that is no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


def area_lines(rows: Sequence[Crime], wards: Mapping[Spot, Ward]) -> Iterator[str]:
    """Crime and anti-social behaviour in each team's area."""
    counted: Counter[tuple[str, str]] = Counter()
    for crime in rows:
        if crime.spot and crime.spot in wards:
            counted[wards[crime.spot].team, "asb" if crime.kind == crimes.ASB else "crime"] += 1
    yield "areas:"
    for team in TEAMS:
        yield f"  {team}: {{crime: {counted[team, 'crime']}, asb: {counted[team, 'asb']}}}"


def exclusion_lines(
    rows: Sequence[Crime], wards: Mapping[Spot, Ward], exclusions: Sequence[Exclusion]
) -> Iterator[str]:
    """Each excluded place with the rows it would have brought, indoor types included."""
    barred = hotspots.excluded(sorted(wards), exclusions)
    held = Counter(barred[crime.spot] for crime in rows if crime.spot in barred)
    yield "excluded:"
    for exclusion in exclusions:
        yield f"  {identifier(exclusion.name)}:"
        yield f'    name: "{exclusion.name}"'
        yield f"    lat: {exclusion.centre.lat}"
        yield f"    lon: {exclusion.centre.lon}"
        yield f"    radius_m: {exclusion.radius_m:g}"
        yield f"    rows: {held[exclusion.name]}"
        yield f'    reason: "{exclusion.reason}"'


def hotspot_lines(circles: Sequence[Circle]) -> Iterator[str]:
    """The hotspots by team, the largest first."""
    yield "hotspots:"
    seen: Counter[str] = Counter()
    for circle in sorted(circles, key=lambda circle: TEAMS.index(circle.team)):
        name = identifier(f"{circle.place} {circle.street}")
        seen[name] += 1
        yield f"  {name}-{seen[name]}:" if seen[name] > 1 else f"  {name}:"
        yield f'    title: "{circle.street}, {circle.place}"'
        yield f"    area: {circle.team}"
        yield f"    lat: {circle.centre.lat}"
        yield f"    lon: {circle.centre.lon}"
        yield f"    demand: {{crime: {circle.crime}, asb: {circle.asb}}}"


def figures(data: Path) -> str:
    """The whole text of the committed file."""
    rows = crimes.read_crimes(data / ARCHIVE)
    by_code = crimes.read_wards(HERE / "wards.csv")
    exclusions = hotspots.read_exclusions(HERE / "exclusions.csv")
    spots = sorted({crime.spot for crime in rows if crime.spot})
    codes = crimes.wards_of(spots, crimes.read_boundaries(data / "boundaries"))
    wards = {spot: by_code[code] for spot, code in codes.items()}
    months = sorted({crime.month for crime in rows})
    lines = [
        HEADER.format(indoors=", ".join(hotspots.INDOORS).lower()),
        "source: data.police.uk, street-level crime, Bedfordshire Police",
        "licence: Open Government Licence v3.0",
        'boundaries: "Contains Ordnance Survey, Office of National Statistics data © Crown copyright and database right"',
        f'months: {{first: "{months[0]}", last: "{months[-1]}"}}',
        "",
        "# Rows without a location and rows outside the force count nowhere; no row is there twice. Anti-social behaviour has no crime id.",
        "rows:",
        *(f"  {name}: {number}" for name, number in crimes.account(rows, codes).items()),
        "",
        *area_lines(rows, wards),
        "",
        f"# Circles of {hotspots.RADIUS_M} m radius, centres at least {hotspots.APART_M} m apart, taken greedily by {hotspots.WEIGHTS['crime']} × the share of outdoor",
        f"# crime + {hotspots.WEIGHTS['asb']} × the share of anti-social behaviour; at least {hotspots.LEAST_PER_TEAM} in each team's area.",
        *hotspot_lines(hotspots.choose(rows, wards, exclusions)),
        "",
        "# Places that are no hotspots although many rows are recorded there. Their rows still count in their areas.",
        *exclusion_lines(rows, wards, exclusions),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the arguments and write the figures."""
    parser = argparse.ArgumentParser(
        description="Count open crime data into the figures the Bedfordshire scenarios use."
    )
    parser.add_argument("data", type=Path, help="folder with police-uk/ and boundaries/")
    parser.add_argument("--into", type=Path, default=FIGURES, help="file to write (default: %(default)s)")
    arguments = parser.parse_args()
    arguments.into.write_text(figures(arguments.data), encoding="utf-8")


if __name__ == "__main__":
    main()
