"""Sealing: what was sealed opens with its own key and with no other; equal texts are found, and nothing is said of what they are."""

import hmac
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zugong.door import ciphers, sealing_keys
from zugong.door.sealed import Locked, index, indexes_of, opened, seal, seal_all
from zugong.door.sealing_keys import KeysUnusable, new_key
from zugong.door.sealing_keys import sealing_keys as keys_here

OLD, NEW = "1:" + "0f" * 32, "2:" + "a0" * 32
PURPOSE = "test"


@pytest.fixture
def folder(settings, tmp_path):
    """An installation whose keys are files."""
    settings.VAR, settings.SEALING_KEYS = tmp_path, ""
    return tmp_path / "keys"


@given(st.text(max_size=60))
def test_what_is_sealed_opens_again_and_is_never_sealed_alike(text):
    first, second = seal_all([text, text], PURPOSE)
    assert (opened(first, PURPOSE), opened(second, PURPOSE), first == second) == (text, text, False)


def test_the_cipher_is_sm4_in_gcm_and_the_digest_hmac_sm3():
    """RFC 8998, A.1 for the cipher; for the digest what Python's own hmac makes of SM3."""
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA")
    expected = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert ciphers.decrypted(key, nonce + expected, bound) == plain
    assert ciphers.digests(b"k" * 32, [b"abc"]) == [hmac.new(b"k" * 32, b"abc", "sm3").digest()]


def test_equal_texts_have_one_index_for_each_purpose_and_key(settings):
    settings.SEALING_KEYS = OLD
    old = index("1", PURPOSE)
    assert (index("1", PURPOSE) == old, index("2", PURPOSE) == old, index("1", "another") == old, len(old)) == (True, False, False, 43)
    settings.SEALING_KEYS = f"{NEW},{OLD}"
    assert (indexes_of("1", PURPOSE)[1], index("1", PURPOSE) == indexes_of("1", PURPOSE)[0] != old) == (old, True)


def test_all_keys_open_and_the_newest_seals(settings):
    settings.SEALING_KEYS = OLD
    old = seal("110101", PURPOSE)
    settings.SEALING_KEYS = f"{OLD}, {NEW}"
    new = seal("110101", PURPOSE)
    assert ([each.split("-")[0] for each in (old, new)], opened(old, PURPOSE), opened(new, PURPOSE)) == (["1", "2"], "110101", "110101")


def test_without_its_key_a_text_stays_shut_and_the_message_names_the_key(settings):
    settings.SEALING_KEYS = OLD
    old = seal("110101", PURPOSE)
    settings.SEALING_KEYS = NEW
    with pytest.raises(Locked) as refused:
        opened(old, PURPOSE)
    assert str(refused.value) == f"打不开：封存它的密钥 sealing-{old.split('.')[0]}.key 不在这台服务器上。请系统管理员把保管的密钥放回 keys 文件夹"


def test_two_keys_of_one_number_are_told_apart(settings):
    settings.SEALING_KEYS = OLD
    old = seal("110101", PURPOSE)
    settings.SEALING_KEYS = "1:" + "77" * 32
    with pytest.raises(Locked, match="不在这台服务器上"):
        opened(old, PURPOSE)


@pytest.mark.parametrize("place", [10, 30, -6])
def test_a_changed_letter_is_noticed(place):
    sealed = seal("110101", PURPOSE)
    changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
    with pytest.raises(Locked, match="已经损坏"):
        opened(changed, PURPOSE)


@pytest.mark.parametrize("body", ["", "x", "AAAA", "!!!!", "密"])
def test_what_was_never_sealed_is_said_to_be_damaged(body):
    with pytest.raises(Locked, match="已经损坏"):
        opened(f"{keys_here()[0].name}.{body}", PURPOSE)


def test_a_text_of_one_purpose_does_not_open_for_another():
    with pytest.raises(Locked, match="已经损坏"):
        opened(seal("110101", PURPOSE), "another")


def test_a_key_is_a_file_for_its_owner_alone_and_is_seen_at_once(folder):
    assert keys_here() == ()
    first = new_key()
    assert keys_here() == (first,)
    second = new_key(after=6)
    assert ([key.number for key in keys_here()], sorted(path.name for path in folder.iterdir())) == ([7, 1], sorted([first.file, second.file]))
    assert {stat.S_IMODE(os.stat(folder / key.file).st_mode) for key in keys_here()} == {0o600} and stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert sealing_keys.BYTES == 32 and first.secret.hex() not in repr(first)


def test_without_a_key_nothing_is_sealed(folder):
    with pytest.raises(Locked, match="没有封存号码的密钥"):
        seal("110101", PURPOSE)


@pytest.mark.parametrize("damage", ["", "zz" * 32, "00" * 31, "11" * 32])
def test_a_damaged_key_is_named_and_not_used(folder, damage):
    key = new_key()
    (folder / key.file).write_text(damage)
    os.utime(folder)
    with pytest.raises(KeysUnusable, match=key.file):
        keys_here()


@pytest.mark.parametrize("words", ["x", "1", "1:00", "one:" + "00" * 32, f"{OLD};{NEW}"])
def test_unusable_words_in_the_environment_are_refused_and_not_repeated(settings, words):
    settings.SEALING_KEYS = words
    with pytest.raises(KeysUnusable) as refused:
        keys_here()
    assert str(refused.value) == "ZUGONG_SEALING_KEYS 写得不对：每把写成 编号:64 个十六进制字符，几把之间用逗号"


def test_keys_of_the_environment_are_not_added_to(settings):
    settings.SEALING_KEYS = OLD
    with pytest.raises(KeysUnusable, match="请在最前面加上新的一把"):
        new_key()
