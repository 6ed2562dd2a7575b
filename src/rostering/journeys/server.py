"""One question to a routing server that speaks OSRM's table protocol: the only module that uses a network.

The protocol: https://project-osrm.org/docs/v5.24.0/api/#table-service.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Retry, Timeout, parse_url

from rostering.files.problem import shortened

RETRIES = 3
BACKOFF = 0.5
"""Seconds before the second retry; twice as long before each further one."""
WORTH_RETRYING = (429, 500, 502, 503, 504)
OK = 200
CONNECT = 5.0
"""Seconds to be let in."""

Coordinates = tuple[float, float]
"""Latitude and longitude."""
Durations = list[list[float | None]]
"""Seconds from each source to each destination; nothing where no road leads."""


class NoAnswer(Exception):  # noqa: N818 - plans go on without the answer
    """A server gave no usable answer, whatever was tried; its text says why."""

    def __init__(self, reason: str, *, is_gone: bool) -> None:
        """Why, and whether other questions would fare no better."""
        super().__init__(reason)
        self.is_gone = is_gone


@dataclass(frozen=True)
class Server:
    """A routing server."""

    url: str
    profile: str
    timeout: float = 30.0
    """Seconds to wait for more of an answer."""

    def __post_init__(self) -> None:
        try:
            parts = parse_url(self.url)
        except LocationParseError:
            parts = None
        if parts is None or parts.scheme not in {"http", "https"} or not parts.host or parts.query or parts.fragment:
            message = f"{shortened(self.url)} is no address of a server; write it like http://localhost:5000"
            raise ValueError(message)

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        retries = Retry(
            total=RETRIES, backoff_factor=BACKOFF, status_forcelist=WORTH_RETRYING, raise_on_status=False, redirect=0
        )
        waiting = Timeout(connect=min(CONNECT, self.timeout), read=self.timeout)
        return urllib3.PoolManager(retries=retries, timeout=waiting)

    def table(self, sources: Sequence[Coordinates], destinations: Sequence[Coordinates]) -> Durations:
        """Seconds by road from each source to each destination.

        Raises:
            NoAnswer: after retries.
        """
        try:
            answer = self._pool.request("GET", self._question(sources, destinations), redirect=False)
        except HTTPError as error:
            raise NoAnswer(_reason(error), is_gone=True) from error
        if answer.status != OK:
            raise NoAnswer(_refusal(answer.status, answer.data), is_gone=answer.status in WORTH_RETRYING)
        return durations(answer.data, len(sources), len(destinations))

    def _question(self, sources: Sequence[Coordinates], destinations: Sequence[Coordinates]) -> str:
        """OSRM writes longitude first."""
        points = list(dict.fromkeys((*sources, *destinations)))
        places = {point: str(number) for number, point in enumerate(points)}
        path = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in points)
        asked = "&".join(
            f"{name}={';'.join(places[point] for point in some)}"
            for name, some in (("sources", sources), ("destinations", destinations))
        )
        return f"{self.url.rstrip('/')}/table/v1/{self.profile}/{path}?annotations=duration&{asked}"


def durations(raw: bytes, rows: int, columns: int) -> Durations:
    """The table in an answer.

    Raises:
        NoAnswer: it has none of this size.
    """
    try:
        content = json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        reason = "its answer is no JSON"
        raise NoAnswer(reason, is_gone=False) from error
    table = content.get("durations") if isinstance(content, dict) else None
    if not (isinstance(table, list) and len(table) == rows and all(_is_row(row, columns) for row in table)):
        reason = f"its answer is no table of {rows} by {columns} durations"
        raise NoAnswer(reason, is_gone=False)
    return table


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_row(row: Any, columns: int) -> bool:
    return isinstance(row, list) and len(row) == columns and all(cell is None or _is_duration(cell) for cell in row)


def _is_duration(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell) and cell >= 0


def _reason(error: HTTPError) -> str:
    cause = getattr(error, "reason", None) or error
    kind = type(cause).__name__
    if "Timeout" in kind:
        return "it does not answer in time"
    if kind in {"NewConnectionError", "ConnectionRefusedError", "NameResolutionError"}:
        return "it cannot be reached"
    return f"the connection failed ({kind})"


def _refusal(status: int, raw: bytes) -> str:
    """What a server says of a question that it does not answer."""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = None
    told = content if isinstance(content, dict) else {}
    words = " ".join(shortened(told[key]) for key in ("code", "message") if isinstance(told.get(key), str))
    return f"it answers {status}{': ' if words else ''}{words}"
