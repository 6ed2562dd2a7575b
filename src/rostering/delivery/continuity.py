"""Stays without a break, out of positions: two positions belong together if they are the same officer's, next to each
other in time, and not too far apart in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
Seconds = npt.NDArray[np.int64]


class Disordered(Exception):  # noqa: N818 - it asks for another way to read, and is no error
    """Pieces of a file overlap in time."""


@dataclass(frozen=True)
class Track:
    """Positions, or runs of them: who, from when until when, and in which circles (a code)."""

    officer: Codes
    start: Seconds
    end: Seconds
    code: Codes

    @property
    def ordered(self) -> Track:
        """By officer and time."""
        return self.at(np.lexsort((self.code, self.end, self.start, self.officer)))

    def at(self, where: npt.NDArray[np.int64]) -> Track:
        """Some of it."""
        return Track(self.officer[where], self.start[where], self.end[where], self.code[where])


def joined(tracks: Sequence[Track]) -> Track:
    """Several as one."""
    return Track(
        np.concatenate([np.zeros(0, np.int32), *(track.officer for track in tracks)]),
        np.concatenate([np.zeros(0, np.int64), *(track.start for track in tracks)]),
        np.concatenate([np.zeros(0, np.int64), *(track.end for track in tracks)]),
        np.concatenate([np.zeros(0, np.int32), *(track.code for track in tracks)]),
    )


def runs(positions: Track, gap: int) -> Track:
    """Positions of an officer in the same circles, one after the other, as one; a longer gap parts them."""
    track = positions.ordered
    if not len(track.start):
        return track
    first = np.ones(len(track.start), dtype=bool)
    first[1:] = (
        (track.officer[1:] != track.officer[:-1])
        | (track.code[1:] != track.code[:-1])
        | (track.start[1:] - track.end[:-1] > gap)
    )
    begins = np.flatnonzero(first)
    ends = np.append(begins[1:], len(first)) - 1
    return Track(track.officer[begins], track.start[begins], track.end[ends], track.code[begins])


def runs_of_pieces(pieces: Iterable[Track], gap: int) -> Track:
    """The runs of a file that comes in pieces, of which only runs are kept.

    Raises:
        Disordered: an officer's positions in one piece are not all before those in another.
    """
    track = joined([runs(piece, gap) for piece in pieces]).ordered
    is_same = track.officer[1:] == track.officer[:-1]
    if np.any(is_same & (track.start[1:] < track.end[:-1])):
        raise Disordered
    return track


def stays(track: Track, inside: npt.NDArray[np.bool_], gap: int) -> list[tuple[int, int, int]]:
    """Officer, start and end of every stay in a circle.

    Args:
        track: runs, by officer and time.
        inside: by code, whether it is in the circle.
        gap: the most seconds between two positions of one stay.
    """
    is_inside = inside[track.code]
    where = np.flatnonzero(is_inside)
    if not len(where):
        return []
    goes_on = np.zeros(len(track.code), dtype=bool)
    goes_on[1:] = is_inside[:-1] & (track.officer[1:] == track.officer[:-1]) & (track.start[1:] - track.end[:-1] <= gap)
    begins = np.flatnonzero(~goes_on[where])
    ends = np.append(begins[1:], len(where)) - 1
    columns = (track.officer[where[begins]], track.start[where[begins]], track.end[where[ends]])
    return list(zip(*(column.tolist() for column in columns), strict=True))
