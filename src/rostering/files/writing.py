"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rostering.files.problem import OutputError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "it may not be written (permission denied)",
    errno.EPERM: "it may not be written (operation not permitted)",
    errno.EROFS: "it is on a read-only file system",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOTDIR: "a part of its path is no folder",
}


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a text, as UTF-8, or bytes, or leave what was there as it was.

    They go to a new file in the same folder first, which then takes the place of the old one; permissions of the
    old one are kept, and a link still leads to it. A device is written to directly.

    Raises:
        OutputError: the path is a folder, or cannot be written.
    """
    raw = content if isinstance(content, bytes) else content.encode()
    with _reasons_in_words(path):
        target = Path(os.path.realpath(path))
        mode = _mode_of(path, target)
        if mode is not None and not stat.S_ISREG(mode):
            target.write_bytes(raw)
            return
        _replace(target, raw, None if mode is None else stat.S_IMODE(mode))


def expect_writable(path: Path) -> None:
    """Find out before long work whether a text can be written to a path; nothing is changed.

    Raises:
        OutputError: the path is a folder, or cannot be written.
    """
    with _reasons_in_words(path):
        target = Path(os.path.realpath(path))
        mode = _mode_of(path, target)
        if mode is None or stat.S_ISREG(mode):
            tempfile.TemporaryFile(dir=target.parent).close()


@contextmanager
def _reasons_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        message = f"{path}: cannot be written: {reason}"
        raise OutputError(message) from error


def _mode_of(path: Path, target: Path) -> int | None:
    """Type and permissions of what is there; nothing where the file is new."""
    if not target.parent.is_dir():
        message = f"{path}: cannot be written: there is no folder {path.parent}"
        raise OutputError(message)
    if not target.exists():
        return None
    mode = target.stat().st_mode
    if stat.S_ISDIR(mode):
        message = f"{path}: is a folder; give the name of a file"
        raise OutputError(message)
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        message = f"{path}: is read-only; choose another name or allow writing to it"
        raise OutputError(message)
    return mode


def _replace(target: Path, raw: bytes, permissions: int | None) -> None:
    fresh = target.with_name(f".rostering-{secrets.token_hex(8)}")
    try:
        # Opened by hand because only then the user's umask gives a new file its permissions.
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(raw)
            opened.flush()
            os.fsync(opened.fileno())
        if permissions is not None:
            fresh.chmod(permissions)
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
