"""The keys of identity numbers in service: made at setup, changed for all numbers, never in a backup."""

import zipfile

from tests.registry.test_id_numbers import SOUND, number

ENTER = """
import datetime as dt
from zugong.registry.actions.enter_id_number import enter_id_number
from zugong.registry.models import Person
at = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
for text in TEXTS:
    enter_id_number(Person.objects.create(name="梅一"), text, version=1, reason="照证", by=None, at=at)
"""
ASK = """
from zugong.door.sealed import opened
from zugong.registry.models import Person
from zugong.registry.numbered import people_numbered
for person in Person.objects.order_by("pk"):
    text = opened(person.id_number, "person.id_number")
    print(text, list(people_numbered(text).values_list("pk", flat=True)) == [person.pk])
"""
TEXTS = [SOUND, number("10000119850101234"), number("10000219850101234")]


def keys_of(installed) -> list[str]:
    return sorted(path.name for path in (installed.folder / "keys").glob("sealing-*.key"))


def numbered(installed, texts=TEXTS):
    assert installed.start(program=ENTER.replace("TEXTS", repr(texts))).wait(60) == 0
    return installed


def names(installed) -> set[str]:
    return {text.partition(".")[0] for (text,) in installed.ask("SELECT id_number FROM registry_person")}


def opens(installed) -> bool:
    """Whether every number opens and finds its person."""
    asked = installed.start(program=ASK.replace("print(", "assert (").replace("text, list", "list"))
    return asked.wait(60) == 0


def test_setup_makes_one_key_for_its_owner_alone_and_keeps_it(installed):
    before = keys_of(installed)
    assert installed.run("setup").returncode == 0
    assert (len(before), keys_of(installed), oct((installed.folder / "keys" / before[0]).stat().st_mode)[-3:]) == (1, before, "600")
    assert installed.run("keys", "status").stdout == f"{before[0]}：0 个号码；新登记的号码用它封存\n"


def test_a_new_key_takes_over_all_numbers_and_every_one_still_finds_its_person(installed):
    numbered(installed)
    (old,) = keys_of(installed)
    done = installed.run("keys", "rotate")
    new = keys_of(installed)[1]
    assert (done.returncode, done.stderr, "已重新封存 3 个号码" in done.stdout, names(installed), opens(installed)) == (0, "", True, {new[8:-4]}, True)
    assert installed.run("keys", "status").stdout == f"{new}：3 个号码；新登记的号码用它封存\n{old}：0 个号码；没有号码靠它打开，可以移走；更早的备份还要用它，请继续保管\n"
    (installed.folder / "keys" / old).unlink()
    assert (opens(installed), installed.ask("SELECT fields, reason FROM journal_line WHERE verb = 'rotate_keys'")) == (True, [("", "3 个号码")])


def test_a_backup_holds_no_key_and_no_number_and_a_machine_without_the_key_says_which_it_needs(installed, elsewhere, tmp_path):
    numbered(installed)
    (key,) = keys_of(installed)
    assert installed.run("backup", tmp_path / "all.zugong").returncode == 0
    secret = (installed.folder / "keys" / key).read_text().strip()
    with zipfile.ZipFile(tmp_path / "all.zugong") as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    assert [text for text in texts for sought in (secret, *TEXTS) if sought.encode() in text] == []
    there = elsewhere()
    done = there.run("restore", tmp_path / "all.zugong")
    said = f"注意：有 3 个身份证号码封在 {key} 下，这台机器上没有这把密钥。\n请把保管的密钥放进 {there.folder / 'keys'}，不用再恢复一次。"
    assert (done.returncode, said in done.stdout, keys_of(there), there.run("tick").returncode) == (0, True, [], 0)
    status = there.run("keys", "status")
    assert (status.returncode, said in status.stdout) == (1, True)
    (there.folder / "keys" / key).write_text(secret)
    assert (there.run("keys", "status").returncode, opens(there)) == (0, True)


def test_with_the_key_brought_along_a_restore_asks_for_nothing(installed, elsewhere, tmp_path):
    numbered(installed)
    installed.run("backup", tmp_path / "all.zugong")
    there = elsewhere()
    (there.folder / "keys").mkdir()
    (key,) = keys_of(installed)
    (there.folder / "keys" / key).write_bytes((installed.folder / "keys" / key).read_bytes())
    done = there.run("restore", tmp_path / "all.zugong")
    assert (done.returncode, "身份证号码" in done.stdout, keys_of(there), opens(there)) == (0, False, [key], True)


def test_a_lost_key_is_replaced_the_lost_numbers_are_said_and_new_ones_are_taken(installed, tmp_path):
    numbered(installed, TEXTS[:1])
    (lost,) = keys_of(installed)
    (installed.folder / "keys" / lost).rename(tmp_path / lost)
    done = installed.run("keys", "rotate")
    assert (done.returncode, "已重新封存 0 个号码" in done.stdout, f"有 1 个身份证号码封在 {lost} 下" in done.stdout, keys_of(installed)[0][:9]) == (1, True, True, "sealing-2")
    numbered(installed, TEXTS)  # one of them a second time: its index cannot be told without the key
    (tmp_path / lost).rename(installed.folder / "keys" / lost)
    again = installed.run("keys", "rotate")
    assert (again.returncode, "没有换的 1 个：号码和另一个人的相同" in again.stdout, "人员编号：2\n" in again.stdout) == (1, True, True)


def test_while_another_process_has_it_in_hand_nothing_is_changed(installed):
    numbered(installed)
    from zugong.door import clock

    until = int(clock.unpinned().timestamp()) + 600
    installed.change(f"INSERT INTO door_installation (key, value) VALUES ('lease:tick', '{until:012d} x') ON CONFLICT (key) DO UPDATE SET value = excluded.value")
    done, (key,) = installed.run("keys", "rotate"), keys_of(installed)
    assert (done.returncode, done.stdout, names(installed)) == (0, "换密钥、定时工作、升级或恢复正在由另一个进程运行，这次不做。\n", {key[8:-4]})


def test_keys_of_the_environment_are_used_and_the_newest_is_added_by_hand(installed):
    numbered(installed, TEXTS[:1])
    old = next((installed.folder / "keys").glob("sealing-*.key")).read_text().strip()
    words = {"ZUGONG_SEALING_KEYS": f"1:{old}"}
    refused = installed.run("keys", "rotate", **words)
    done = installed.run("keys", "rotate", ZUGONG_SEALING_KEYS=f"2:{'5e' * 32},1:{old}")
    assert (refused.returncode, "请在最前面加上新的一把" in refused.stderr, done.returncode, len(names(installed)), next(iter(names(installed)))[:2], len(keys_of(installed))) == (1, True, 0, 1, "2-", 1)


def test_a_damaged_key_stops_the_service_with_its_name(installed):
    (key,) = keys_of(installed)
    (installed.folder / "keys" / key).write_text("x")
    assert [(done.returncode, key in done.stderr) for done in (installed.run("serve", "--port", "1"), installed.run("keys", "status"))] == [(1, True)] * 2
