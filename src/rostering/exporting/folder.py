"""Several files at once, whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from rostering.files import OutputError

MARK = ".rostering-export"
"""A file in every folder made here: only such a folder is ever replaced."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files; one that an earlier export made gives way to it.

    Raises:
        OutputError: it cannot be written, or something else is there that would be lost.
    """
    _expect_free(folder)
    fresh = folder.with_name(f".rostering-{secrets.token_hex(8)}")
    old = folder.with_name(f"{fresh.name}-old")
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (fresh / MARK).write_text("Made by rostering export, and replaced by it.\n", encoding="utf-8")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        message = f"{folder}: cannot be written: {error.strerror or error}"
        raise OutputError(message) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _expect_free(folder: Path) -> None:
    if not folder.parent.is_dir():
        message = f"{folder}: cannot be written: there is no folder {folder.parent}"
        raise OutputError(message)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        message = f"{folder}: is no folder; give the name of a new folder"
        raise OutputError(message)
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        message = f"{folder}: holds other files; give the name of a new folder"
        raise OutputError(message)
