"""The street-level files in what somebody downloaded: single files, dated folders, or the archive itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rostering.files import InputError, Problem
from rostering.files.yaml_reading import LARGEST_FILE

STREET = "-street.csv"
"""How the name of a street-level file ends, in folders and archives."""
LARGEST_UNPACKED = 4_000_000_000
"""Bytes of an archive once it is unpacked."""
MOST_MEMBERS = 20_000
"""Files in an archive."""
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Part:
    """One file of rows."""

    file: str
    """As problems name it: a path, or an archive and what it holds."""
    raw: bytes = field(repr=False)


@dataclass
class Left:
    """What was not read."""

    files: list[str] = field(default_factory=list)
    """Other files of folders and archives: outcomes, stop and search, readme files."""


def street_files(paths: Sequence[Path], left: Left) -> Iterator[Part]:
    """Every street-level file in files, folders and archives, one at a time, in the order of their names.

    Nothing is ever unpacked to the disk.

    Raises:
        InputError: at the end, with every path that is not there, holds no street-level file, or is an archive that
            cannot be trusted.
    """
    found = list[Problem]()
    for path in sorted(paths):
        try:
            yield from _in_folder(path, left) if path.is_dir() else _in_file(path, left)
        except InputError as error:
            found += error.problems
    if found:
        raise InputError(found)


def _in_folder(folder: Path, left: Left) -> Iterator[Part]:
    found = False
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.name.lower().endswith((STREET, ".zip")):
            found = True
            yield from _in_file(path, left)
        else:
            left.files.append(str(path))
    if not found:
        hint = "a download of data.police.uk holds a folder for each month"
        raise _refused(str(folder), "NO_STREET_FILES", f"there is no file whose name ends in {STREET}", hint)


def _in_file(path: Path, left: Left) -> Iterator[Part]:
    try:
        with path.open("rb") as file:
            is_archive = file.read(4) == b"PK\x03\x04"
        if not is_archive:
            if path.stat().st_size > LARGEST_FILE:
                message = f"the file is larger than {LARGEST_FILE // 10**6} MB"
                raise _refused(str(path), "TOO_LARGE", message)
            yield Part(str(path), path.read_bytes())
            return
    except OSError as error:
        raise _refused(str(path), "CANNOT_READ", f"it cannot be read: {error.strerror or error}") from error
    yield from _in_archive(path, left)


def _in_archive(path: Path, left: Left) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _expect_harmless(str(path), members)
            streets = sorted(one.filename for one in members if one.filename.lower().endswith(STREET))
            left.files += [f"{path}:{one.filename}" for one in members if one.filename not in streets]
            if not streets:
                message = f"the archive holds no file whose name ends in {STREET}"
                raise _refused(str(path), "NO_STREET_FILES", message)
            for name in streets:
                yield Part(f"{path}:{name}", _unpacked(archive, str(path), name))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        # The last two are what Python says of an unknown way of packing, and of a password.
        hint = "download it again"
        raise _refused(str(path), "BAD_ARCHIVE", "the archive is damaged, or has a password", hint) from error


def _expect_harmless(file: str, members: Sequence[zipfile.ZipInfo]) -> None:
    found = list[Problem]()
    for one in members:
        name = PurePosixPath(one.filename.replace("\\", "/"))
        if not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            message = f"it holds {one.filename!r}, a path that climbs out of the archive"
            found.append(Problem(file, None, (), "UNSAFE_PATH", message, "do not use this file"))
    if sum(one.file_size for one in members) > LARGEST_UNPACKED or len(members) > MOST_MEMBERS:
        size = f"larger than {LARGEST_UNPACKED // 10**9} GB once it is unpacked"
        message = f"the archive is {size}, or has too many files"
        found.append(Problem(file, None, (), "TOO_LARGE", message, "download fewer months at a time"))
    for one in members:
        if one.file_size > LARGEST_FILE and one.filename.lower().endswith(STREET):
            message = f"{one.filename} is larger than {LARGEST_FILE // 10**6} MB once it is unpacked"
            found.append(Problem(file, None, (), "TOO_LARGE", message))
    if found:
        raise InputError(found)


def _unpacked(archive: zipfile.ZipFile, file: str, name: str) -> bytes:
    """The bytes of a member; no more are read than a file may have, whatever the archive says of itself."""
    out = io.BytesIO()
    with archive.open(name) as packed:
        while chunk := packed.read(_CHUNK):
            out.write(chunk)
            if out.tell() > LARGEST_FILE:
                message = f"{name} is larger than {LARGEST_FILE // 10**6} MB once it is unpacked"
                raise _refused(file, "TOO_LARGE", message)
    return out.getvalue()


def _refused(file: str, code: str, message: str, hint: str = "") -> InputError:
    return InputError([Problem(file, None, (), code, message, hint)])
