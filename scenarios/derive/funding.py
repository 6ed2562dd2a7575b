"""What is said about money in the Bedfordshire funding scenario: published sums, and offers that are illustrative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scenarios.derive.people import WEEK

NAME = "bedfordshire-funding"
TITLE = "Bedfordshire community policing, what money buys"
HEADER = """\
# Question: a grant pays for 38 of these people. What is lost if it ends? What would 14 pounds more on a Band D bill
# buy? Where should eight more support officers go?
# Answer: without the grant every hotspot still gets its visit, and a fifth of patrol is lost; 14 pounds on Band D would
# bring three fifths more. Six of eight support officers belong in North Rural. docs/what-money-buys.md goes through it.
#
# Published: neighbourhood policing grant 2025/26 of up to 1,803,234 pounds for 38 posts, 30 constables and 8 support
# officers (answer 109838 to a written question in the House of Commons); Band D up 14 pounds to 279.09 in 2025/26.
# Derived from a budget of 155.8 million pounds of which council tax is about 40 %: one pound on Band D brings about
# 0.23 million a year, 14 pounds 3.22 million.
# Illustrative, ours: what a person costs, the price of an overtime hour, how many are offered.
"""
OFFERS = """
funding:
  year_starts: 2025-04-01
  options:
    more-pcs: {title: More constables, hire: pc, max: 40}
    more-pcsos: {title: More support officers, hire: pcso, max: 60}
    overtime: {title: Constables' overtime, hours: true, role: pc, hourly_cost: 38, max: 200}
    grant-pcs: {title: Constables of the grant, end_grant: pc, max: 30}
    grant-pcsos: {title: Support officers of the grant, end_grant: pcso, max: 8}
"""
BY_NEED = {"north-rural": 6, "north-urban": 1, "luton-south": 1}
"""Eight support officers where the strategic model sends them."""
EQUALLY = {
    "north-rural": 2,
    "north-urban": 2,
    "luton-north": 1,
    "luton-south": 1,
    "dunstable": 1,
    "leighton-buzzard": 1,
}
LINES = (
    "early early early early rest rest rest",
    "rest rest rest late late late late",
    "late late late rest rest rest late",
)
"""Weeks of support officers, taken in turn."""


def funding_lines() -> Iterator[str]:
    """The sections about money: what could be bought, and eight support officers in two ways."""
    yield OFFERS
    yield "overrides:"
    yield from _hires("eight-pcsos-by-need", BY_NEED)
    yield from _hires("eight-pcsos-equally", EQUALLY)


def _hires(name: str, where: Mapping[str, int]) -> Iterator[str]:
    yield f"  {name}:"
    for area, number in where.items():
        for place in range(number):
            published = _published(LINES[place % len(LINES)].split())
            yield f"    officers.new-pcso-{area}-{place + 1}: {{role: pcso, area: {area}, published: {{{published}}}}}"


def _published(kinds: Sequence[str]) -> str:
    shifts = {"early": "pcso-early", "late": "pcso-late", "rest": "rest"}
    return ", ".join(f"{day.isoformat()}: {shifts[kind]}" for day, kind in zip(WEEK, kinds, strict=True))
