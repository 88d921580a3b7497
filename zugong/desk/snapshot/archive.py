"""The file of a backup: a zip with one member for each table, the attached files, and a manifest with the checksum of every member."""

import errno
import fcntl
import hashlib
import json
import os
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.utils.crypto import salted_hmac

FORMAT = 1
CHUNK = 1 << 20
FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


class Unusable(ValueError):
    """A file that cannot be restored, or a place that cannot be written to; the message says why, in Chinese."""


@dataclass
class Manifest:
    """What a backup says of itself. `tables`: {name: {columns, rows, counter}}; `members`: {name: sha256}."""

    made_at: str
    engine: str
    migrations: list[str]
    key_fingerprint: str
    product: str = ""
    format: int = FORMAT
    tables: dict[str, dict] = field(default_factory=dict)
    files: int = 0
    members: dict[str, str] = field(default_factory=dict)


def product() -> str:
    """The program's version."""
    return tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]["version"]


def key_fingerprint() -> str:
    """Tells two keys apart and says nothing about either."""
    return salted_hmac("zugong backup", "fingerprint", secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()[:16]


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when it is whole and on the disk; until then an older one of that name stays as it is."""
    part = path.with_name(f".{path.name}.part")
    try:
        made = os.fdopen(os.open(part, os.O_CREAT | os.O_RDWR, 0o600), "r+b")
    except OSError as error:
        raise Unusable(f"不能在 {path.parent} 里写文件：{error.strerror}。请换一个文件夹，或检查权限") from None
    try:
        fcntl.flock(made, fcntl.LOCK_EX | fcntl.LOCK_NB)
        made.truncate()
        yield made
        made.flush()
        os.fsync(made.fileno())
        os.replace(part, path)
    except BlockingIOError:
        raise Unusable(f"另一个进程正在写 {path}，请等它结束") from None
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in FULL:
            raise Unusable(f"磁盘空间不够，没有写完：{path}。没写完的临时文件已删除，原来的文件没有动。请腾出空间，或换一个地方") from None
        raise
    finally:
        with suppress(OSError):  # what a full disk did not take, it does not take now
            made.close()
    with suppress(OSError):  # some file systems have no folder to sync
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


class Writer:
    """Adds members to a zip and keeps their checksums."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive, self.members = archive, {}

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool) -> None:
        """One member, piece by piece."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info._compresslevel = 1
        with self.archive.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                member.write(chunk)
        self.members[name] = digest.hexdigest()

    def close_with(self, manifest: Manifest) -> None:
        """The manifest comes last."""
        manifest.members = self.members
        self.archive.writestr(zipfile.ZipInfo("manifest.json"), json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def pieces(source: BinaryIO) -> Iterator[bytes]:
    """A stream in pieces of bounded size."""
    while chunk := source.read(CHUNK):
        yield chunk


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup and what it says of itself; nothing of its content is believed yet."""
    with _legible(path):
        archive = zipfile.ZipFile(path)
    with archive:
        with _legible(path):
            manifest = _manifest(archive, path)
        yield archive, manifest


@contextmanager
def _legible(path: str | Path | None) -> Iterator[None]:
    """Whatever a damaged zip does to its reader becomes one sentence."""
    try:
        yield
    except FileNotFoundError:
        raise Unusable(f"没有文件 {path}") from None
    except OSError as error:
        raise Unusable(f"读不了 {path}：{error.strerror or error}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        raise Unusable(f"{path} 不是备份文件，或者已经损坏、不完整，没有恢复任何内容") from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        said = json.loads(archive.read("manifest.json"))
        if said["format"] > FORMAT:
            raise Unusable(f"这份备份是更新的版本做的（{said.get('product', '')}），请先把程序升级到那个版本再恢复")
        return Manifest(**said)
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(f"{path} 里没有可读的清单（manifest.json），不是组工台的备份，或者已经损坏") from None


def check(archive: zipfile.ZipFile, manifest: Manifest, say: Callable[[str], None]) -> None:
    """Read everything once and compare the checksums, before a single row is touched."""
    held = set(archive.namelist()) - {"manifest.json"}
    if held != set(manifest.members):
        raise Unusable("备份里的文件和清单对不上，已经损坏，没有恢复任何内容")
    for number, (name, expected) in enumerate(manifest.members.items(), 1):
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts:
            raise Unusable("备份里有不该有的路径，没有恢复任何内容")
        digest = hashlib.sha256()
        with _legible(archive.filename), archive.open(name) as member:
            for chunk in pieces(member):
                digest.update(chunk)
        if digest.hexdigest() != expected:
            raise Unusable(f"备份里的 {name} 已经损坏（校验不符），没有恢复任何内容")
        say(f"校验 {number}/{len(manifest.members)} {name}")
