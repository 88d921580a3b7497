"""Where the bytes lie: FILES/<first two of the key>/<key>. A file is there whole under its name, or not at all."""

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def path_of(key: str) -> Path:
    return settings.FILES / key[:2] / key


def put(key: str, data: bytes, at: dt.datetime) -> None:
    """Write beside, flush to the disk, then give the name; what could not be written leaves nothing. `at` stands as the file's time."""
    path = beside(key)
    try:
        with open(path, "wb") as file:
            file.write(data)
        give_name(key, at)
    except OSError:
        for each in (path, path_of(key)):
            with suppress(OSError):
                each.unlink(missing_ok=True)
        raise


def beside(key: str) -> Path:
    """An empty file for what is written bit by bit; `give_name` makes it the key's. One that is left lying goes with the sweep."""
    path = path_of(key)
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _flush_folder(path.parent.parent)
    written = path.with_name(f"{key}.part")
    os.close(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return written


def give_name(key: str, at: dt.datetime) -> None:
    """Flush what was written beside to the disk and give it its name."""
    path = path_of(key)
    written = path.with_name(f"{key}.part")
    with open(written, "rb") as file:
        os.fsync(file.fileno())
    os.utime(written, (at.timestamp(), at.timestamp()))
    written.rename(path)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def take(key: str) -> bytes:
    """The bytes; FileNotFoundError when they are gone."""
    return path_of(key).read_bytes()


def clear(keys: Iterable[str]) -> None:
    """Delete the bytes; what cannot be deleted now is left to the sweep."""
    for key in keys:
        with suppress(OSError):
            path_of(key).unlink(missing_ok=True)
