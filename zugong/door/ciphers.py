"""The four operations that sealing is made of: SM4 in GCM, HMAC-SM3 and HKDF over SM3. Whoever has to use a certified module puts it here; nothing else names an algorithm."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY, NONCE, TAG = 16, 12, 16  # bytes


class Unopenable(ValueError):
    """The bytes were not sealed with this key, or were changed since."""


def derived(secret: bytes, purpose: str, length: int = KEY) -> bytes:
    """A key of its own for each purpose, from one secret (RFC 5869 with SM3, GB/T 32905)."""
    return HKDF(hashes.SM3(), length, None, purpose.encode()).derive(secret)


def encrypted(key: bytes, texts: list[bytes], bound: bytes) -> list[bytes]:
    """Each text as nonce, ciphertext and tag (SM4, GB/T 32907, in GCM with a random nonce); `bound` is authenticated with it."""
    cipher, found = algorithms.SM4(key), []
    for text in texts:
        nonce = os.urandom(NONCE)
        one = Cipher(cipher, modes.GCM(nonce)).encryptor()
        one.authenticate_additional_data(bound)
        found.append(nonce + one.update(text) + one.finalize() + one.tag)
    return found


def decrypted(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What was encrypted; Unopenable when a single bit differs."""
    if len(sealed) < NONCE + TAG:
        raise Unopenable
    one = Cipher(algorithms.SM4(key), modes.GCM(sealed[:NONCE], sealed[-TAG:])).decryptor()
    one.authenticate_additional_data(bound)
    try:
        return one.update(sealed[NONCE:-TAG]) + one.finalize()
    except InvalidTag:
        raise Unopenable from None


def digests(key: bytes, texts: list[bytes]) -> list[bytes]:
    """HMAC-SM3 of each text, 32 bytes; the key is prepared once."""
    prepared, found = hmac.HMAC(key, hashes.SM3()), []
    for text in texts:
        one = prepared.copy()
        one.update(text)
        found.append(one.finalize())
    return found
