"""Hotspots and demand as the parts of a scenario, and the method as a page for residents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from textwrap import wrap

from rostering.siting.method import ASB, Measure
from rostering.siting.siting import Siting
from rostering.words import count_words

SOURCE = "data.police.uk, street-level crime"
LICENCE = "Open Government Licence v3.0"
_WIDTH = 116


def month_words(month: str) -> str:
    """`2024-03` as March 2024."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def period_words(months: tuple[str, str]) -> str:
    """From month to month."""
    first, last = months
    return month_words(first) if first == last else f"{month_words(first)} to {month_words(last)}"


def percent(share: float) -> str:
    """With two digits, as choices differ by little."""
    return f"{100 * share:.2f} %"


def scenario_text(siting: Siting) -> str:
    """The keys `demand`, `areas` and `hotspots` of a scenario, under the method as comments."""
    method, measures = siting.method, tuple(siting.method.measures)
    lines = [
        *(f"# {line}" if line else "#" for line in _header(siting)),
        "",
        "demand:",
        f"  weights: {{{', '.join(f'{name}: {_number(weight)}' for name, weight in method.weights.items())}}}",
        "",
        "areas:  # each still needs its base: where duties start and end",
    ]
    for area, amounts in siting.area_amounts.items():
        lines += [
            f"  {area}:",
            f"    title: {json.dumps(siting.situated.titles[area], ensure_ascii=False)}",
            f"    demand: {_amounts(measures, amounts)}",
        ]
    lines += ["", "hotspots:"]
    for place in siting.places:
        lines += [
            f"  {place.id}:",
            f"    title: {json.dumps(place.title, ensure_ascii=False)}",
            f"    area: {place.area}",
            f"    lat: {place.lat!r}",
            f"    lon: {place.lon!r}",
            f"    demand: {_amounts(measures, place.amounts)}",
        ]
    return "\n".join(lines) + "\n"


def _amounts(measures: tuple[str, ...], amounts: tuple[float, ...]) -> str:
    return f"{{{', '.join(f'{name}: {_number(amount)}' for name, amount in zip(measures, amounts, strict=True))}}}"


def _number(amount: float) -> str:
    return f"{amount:.0f}" if float(amount).is_integer() else repr(round(float(amount), 3))


def _header(siting: Siting) -> Iterator[str]:
    method = siting.method
    yield "Hotspots and demand, made by `rostering hotspots`; give the method and the files again to repeat it."
    yield ""
    yield f"Source: {SOURCE}, {period_words(siting.months)}."
    yield f"Licence: {LICENCE}. Contains public sector information licensed under that licence."
    if method.attribution:
        yield f"Boundaries: {json.dumps(method.attribution, ensure_ascii=False)}"
    yield ""
    for sentence in (*method_sentences(siting), *account_sentences(siting), *result_sentences(siting)):
        yield from wrap(sentence, _WIDTH, break_long_words=False, break_on_hyphens=False)


def method_sentences(siting: Siting) -> list[str]:
    """How places are chosen."""
    method = siting.method
    mix = " + ".join(f"{_number(weight)} × the share of {name}" for name, weight in method.weights.items() if weight)
    said = [
        f"A hotspot is a circle of {method.radius_m:g} m round a point of the map; its weight is {mix} there.",
        f"Of all ways to choose {count_words(method.count, 'circle')} with centres at least {method.apart_m:g} m apart"
        + (f" and at least {method.least_per_area} in each area" if method.least_per_area else "")
        + ", this one covers the most weight (a maximal covering problem, Church and ReVelle 1974).",
    ]
    said += [f"Measure {name}: {_measure_words(measure)}." for name, measure in method.measures.items()]
    if method.indoors:
        said.append(f"Not counted in hotspots, as they mostly happen indoors: {', '.join(method.indoors).lower()}.")
    said.append(f"A row belongs to an area: {siting.situated.rule}.")
    return said


def _measure_words(measure: Measure) -> str:
    weights = {kind: weight for kind, weight in measure.types.items() if weight != measure.others}
    parts = [f"{kind.lower()} {_number(weight)}" for kind, weight in weights.items()]
    if weights == {ASB: 1} and not measure.others:
        return "rows of anti-social behaviour"
    if weights == {ASB: 0} and measure.others == 1:
        return "all rows but those of anti-social behaviour"
    every = f"each row of any {'other ' if parts else ''}crime type {_number(measure.others)}"
    source = f" ({measure.source})" if measure.source else ""
    return f"{', '.join([*parts, every])}{source}"


def account_sentences(siting: Siting) -> list[str]:
    """Where every row went."""
    account = siting.account
    taken = [
        (account.repeated, "repeated"),
        (account.other_months, "of other months"),
        (account.without_location, "without a location"),
        (account.outside, "outside all areas"),
    ]
    less = ", ".join(f"{number:,} {why}" for number, why in taken)
    counted = f"Rows in the files: {account.in_files:,}; less {less}: {account.counted:,} are counted in areas."
    indoors = f"{account.indoors:,} are of crime types that happen indoors"
    said = [f"{counted} Of these, {indoors} and {account.excluded:,} at excluded places."]
    if siting.situated.outside:
        names = ", ".join(f"{name} {number:,}" for name, number in siting.situated.outside.items())
        said.append(f"Outside, by local authority: {names}.")
    if siting.situated.shared:
        said.append(f"{count_words(siting.situated.shared, 'point')} on two boundaries count in the first by name.")
    return said


def result_sentences(siting: Siting) -> list[str]:
    """What the choice holds, beside others, and whether it lasts."""
    choice = siting.choice
    proof = "proven the best" if choice.gap <= 1e-6 else f"at most {percent(choice.gap)} from the best"  # noqa: PLR2004
    rival = "does not find so many" if siting.greedy_share is None else f"holds {percent(siting.greedy_share)}"
    grid = f"the heaviest squares of a grid, as large, as many and as far apart, hold {percent(siting.grid_share)}"
    said = [
        f"The hotspots hold {percent(choice.share)} of all weight outdoors ({proof}).",
        f"Taking the heaviest circle first {rival}; {grid}.",
    ]
    lasting = siting.stability
    if lasting is not None:
        earlier, later = period_words(lasting.earlier), period_words(lasting.later)
        said.append(
            f"Stability: of the {lasting.count} places that {later} gives, {lasting.again} lie in a circle that"
            f" {earlier} gives."
        )
    return said


def note_text(siting: Siting) -> str:
    """The method and what came of it, as a page (Markdown) that can be shown to anybody."""
    method, measures = siting.method, tuple(siting.method.measures)
    lines = ["# How these hotspots were chosen", ""]
    lines += [f"Source: {SOURCE}, {period_words(siting.months)}. {LICENCE}."]
    if method.attribution:
        lines += ["", f"Boundaries: {_plain(method.attribution)}"]
    for title, sentences in (
        ("The method", method_sentences(siting)),
        ("The rows", account_sentences(siting)),
        ("The choice", result_sentences(siting)),
    ):
        lines += ["", f"## {title}", "", *(f"- {_plain(sentence)}" for sentence in sentences)]
    lines += ["", "## The places", "", f"| hotspot | area | {' | '.join(measures)} | share of weight |"]
    lines += [f"|---|---|{'--:|' * len(measures)}--:|"]
    for place in siting.places:
        amounts = " | ".join(map(_number, place.amounts))
        title, area = _plain(place.title), _plain(siting.situated.titles[place.area])
        lines.append(f"| {title} | {area} | {amounts} | {percent(place.share)} |")
    if siting.excluded:
        lines += ["", "## Places that are no hotspots", "", "Their rows still count in their areas.", ""]
        lines += ["| place | rows | why |", "|---|--:|---|"]
        lines += [f"| {_plain(one.name)} | {rows:,} | {_plain(one.reason)} |" for one, rows in siting.excluded]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text without meaning to Markdown or HTML."""
    for special in "\\`*_[]|":
        text = text.replace(special, f"\\{special}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
