"""Text that lies sealed in the database and is opened only to be masked or on an act of its own. Equal texts are found by a blind index under a key of another purpose."""

import base64
from functools import lru_cache

from django.db import models

from . import ciphers
from .refusal import Refused
from .sealing_keys import SealingKey, sealing_keys


class Locked(Refused):
    """The key that a text was sealed with is not here; the message names it, never the text."""


class SealedText(models.CharField):
    """A column of sealed text. `purpose`: what its keys are derived for; `found_by`: the column that holds its blind index."""

    def __init__(self, *args, purpose: str, found_by: str, **kwargs):
        self.purpose, self.found_by = purpose, found_by
        super().__init__(*args, **{"max_length": 160, "default": "", "blank": True, "editable": False} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"purpose": self.purpose, "found_by": self.found_by}


def sealed_with(sealed: str) -> str:
    """The name of the key at the head of a sealed text."""
    return sealed.partition(".")[0]


def seal(text: str, purpose: str) -> str:
    """One text under the newest key."""
    return seal_all([text], purpose)[0]


def seal_all(texts: list[str], purpose: str) -> list[str]:
    """Each text under the newest key, as `number-mark.base64`; no two are alike."""
    key = newest()
    bodies = ciphers.encrypted(_key(key, "seal", purpose), [text.encode() for text in texts], _bound(key, purpose))
    return [f"{key.name}.{base64.urlsafe_b64encode(body).decode()}" for body in bodies]


def opened(sealed: str, purpose: str) -> str:
    """What was sealed; Locked when its key is not here, or when it was changed since."""
    name, _, body = sealed.partition(".")
    key = next((each for each in sealing_keys() if each.name == name), None)
    if not key:
        raise Locked(f"打不开：封存它的密钥 sealing-{name}.key 不在这台服务器上。请系统管理员把保管的密钥放回 keys 文件夹")
    try:
        return ciphers.decrypted(_key(key, "seal", purpose), base64.urlsafe_b64decode(body), _bound(key, purpose)).decode()
    except ValueError:
        raise Locked("打不开：封存的内容已经损坏。请核对证件后重新登记") from None


def index(text: str, purpose: str) -> str:
    """The blind index under the newest key: what a row gets."""
    return index_all([text], purpose)[0]


def index_all(texts: list[str], purpose: str, key: SealingKey | None = None) -> list[str]:
    """43 letters for each text, the same for the same text as long as the key is the same."""
    found = ciphers.digests(_key(key or newest(), "find", purpose), [text.encode() for text in texts])
    return [base64.urlsafe_b64encode(each).decode().rstrip("=") for each in found]


def indexes_of(text: str, purpose: str) -> list[str]:
    """Its blind index under every key that is here: what a row may have while keys are being changed."""
    return [index_all([text], purpose, key)[0] for key in sealing_keys()]


def newest() -> SealingKey:
    """The key that seals; Locked when there is none."""
    if keys := sealing_keys():
        return keys[0]
    raise Locked("这台服务器上没有封存号码的密钥，不能登记。请系统管理员运行 ./run keys status，照它说的做")


def _bound(key: SealingKey, purpose: str) -> bytes:
    return f"{key.name} {purpose}".encode()


@lru_cache(maxsize=64)
def _key(key: SealingKey, use: str, purpose: str) -> bytes:
    """Sealing and finding, and every purpose, have keys of their own."""
    return ciphers.derived(key.secret, f"zugong {use} {purpose}", ciphers.KEY if use == "seal" else 32)
