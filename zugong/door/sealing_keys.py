"""The keys that numbers are sealed with: files beside the database, never in it. All open, the newest seals."""

import os
import re
import secrets
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from .ciphers import derived
from .refusal import Refused

BYTES = 32
FILE = re.compile(r"sealing-(\d{1,6})-([0-9a-f]{6})\.key")


class KeysUnusable(Refused):
    """What was given as a key is none; the message says which and what to do, never what it holds."""


@dataclass(frozen=True)
class SealingKey:
    """`number`: the order in which keys were made. `mark`: tells two keys of one number apart and says nothing about either."""

    number: int
    secret: bytes = field(repr=False)

    @cached_property
    def mark(self) -> str:
        return derived(self.secret, "zugong mark", 3).hex()

    @property
    def name(self) -> str:
        """Stands at the head of each text that it sealed."""
        return f"{self.number}-{self.mark}"

    @property
    def file(self) -> str:
        return f"sealing-{self.name}.key"


def folder() -> Path:
    """Where the keys lie."""
    return settings.VAR / "keys"


def sealing_keys() -> tuple[SealingKey, ...]:
    """Every key there is, the newest first. A key that is laid into the folder is seen by servers that run."""
    if settings.SEALING_KEYS:
        return _of_words(settings.SEALING_KEYS)
    try:
        changed = os.stat(folder()).st_mtime_ns
    except FileNotFoundError:
        return ()
    return _of_folder(folder(), changed)


def new_key(after: int = 0) -> SealingKey:
    """Make a key that is newer than all here and than the number `after`; whole on the disk, for the owner's eyes, before it is answered."""
    if settings.SEALING_KEYS:
        raise KeysUnusable("密钥写在 ZUGONG_SEALING_KEYS 里，程序不能替您加。请在最前面加上新的一把（编号要更大），重启，再运行一次")
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    made = SealingKey(max([after, *(key.number for key in sealing_keys())]) + 1, secrets.token_bytes(BYTES))
    part = folder() / f".{made.file}.{os.getpid()}.part"
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(made.secret.hex() + "\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, folder() / made.file)
    at = os.open(folder(), os.O_RDONLY)
    os.fsync(at)
    os.close(at)
    return made


@lru_cache(maxsize=4)
def _of_words(words: str) -> tuple[SealingKey, ...]:
    """`2:hex,1:hex`."""
    found = []
    for word in words.split(","):
        number, _, secret = word.strip().partition(":")
        if not number.isdecimal() or not (made := _secret(secret)):
            raise KeysUnusable("ZUGONG_SEALING_KEYS 写得不对：每把写成 编号:64 个十六进制字符，几把之间用逗号")
        found.append(SealingKey(int(number), made))
    return _in_order(found)


@lru_cache(maxsize=4)
def _of_folder(place: Path, changed: int) -> tuple[SealingKey, ...]:
    found = []
    for path in place.iterdir():
        if match := FILE.fullmatch(path.name):
            secret = _secret(path.read_text(encoding="ascii", errors="replace").strip())
            key = SealingKey(int(match[1]), secret) if secret else None
            if not key or key.mark != match[2]:
                raise KeysUnusable(f"密钥文件 {path.name} 已经损坏，或改过名字。请系统管理员从保管的副本里放回原样")
            found.append(key)
    return _in_order(found)


def _in_order(found: list[SealingKey]) -> tuple[SealingKey, ...]:
    return tuple(sorted(found, key=lambda key: (key.number, key.mark), reverse=True))


def _secret(text: str) -> bytes:
    return bytes.fromhex(text) if len(text) == 2 * BYTES and re.fullmatch("[0-9a-fA-F]+", text) else b""
