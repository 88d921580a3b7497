"""One file holds the whole installation, whatever goes on meanwhile; damage, a full disk and a wrong key are met with a sentence."""

import json
import re
import shutil
import zipfile

import pytest
from django.contrib.auth.hashers import check_password

from tests.desk.installed import manifest_of, rows_of, until

WRITER = """
import datetime as dt, uuid
from django.db import transaction
from zugong.records.models import Attendance, Record, Session
from zugong.registry.models import Organization, Person
at = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
place = Organization.objects.first() or Organization.objects.create(code="T1", name="梅园党支部", kind="branch", path="00001", since=at.date())
people = list(Person.objects.all()) or Person.objects.bulk_create(Person(name=f"梅\\t{n}\\n\\\\N") for n in range(40))
people = list(Person.objects.order_by("id"))
for number in range(ROUNDS):
    with transaction.atomic():
        session = Session.objects.create(key=uuid.uuid4().hex, happened_on=at.date(), begins=dt.time(9, 30), minutes=60)
        present = number % 40
        record = Record.objects.create(session=session, organization=place, kind="theme_day", happened_on=at.date(), expected=40, present=present, filed_at=at, fields={"theme": "学习\\n\\\\党章"}, day_1=at.date())
        Attendance.objects.bulk_create(Attendance(record=record, person=each, may_vote=True, present=i < present, absence="" if i < present else "leave") for i, each in enumerate(people))
        if number % 3 == 0:
            Attendance.objects.filter(record=record, person=people[-1]).update(present=True, absence="")
            Record.objects.filter(pk=record.pk).update(present=present + 1)
"""
CONTENT = {
    "people": "SELECT count(*), sum(length(name)) FROM registry_person",
    "records": "SELECT count(*), sum(present), sum(expected), min(filed_at), max(day_1), max(version) FROM records_record",
    "roll": "SELECT count(*), sum(CASE WHEN present THEN 1 ELSE 0 END), count(nullif(absence, '')) FROM records_attendance",
    "sessions": "SELECT count(*), min(begins), max(happened_on) FROM records_session",
    "files": "SELECT count(*), sum(length(text)), min(adopted_at), count(replaced_at) FROM library_adoptedfile",
    "windows": "SELECT count(*), min(starts_on), max(closes_on) FROM duties_window",
    "accounts": "SELECT username, name, password, is_active, session_stamp, invited_at FROM door_account",
    "grants": "SELECT role, reach, since FROM door_grant",
}


def content(installed) -> dict:
    return {name: installed.ask(sql) for name, sql in CONTENT.items()}


def written(installed, rounds: int):
    return installed.start(program=WRITER.replace("ROUNDS", str(rounds)))


def out_of_step(path) -> list:
    """Records of a backup whose number present is not that of their roll."""
    roll: dict[str, list[int]] = {}
    for row in rows_of(path, "records_attendance"):
        sums = roll.setdefault(row["record_id"], [0, 0])
        sums[0] += 1
        sums[1] += row["present"] == "t"
    return [row for row in rows_of(path, "records_record") if roll.get(row["id"]) != [int(row["expected"]), int(row["present"])]]


def test_a_backup_holds_one_moment_while_another_process_writes(installed, elsewhere, tmp_path):
    writer = written(installed, 1_000_000)
    until(lambda: installed.ask("SELECT count(*) FROM records_record")[0][0] > 20)
    files = [tmp_path / f"{number}.zugong" for number in range(2)]
    for file in files:
        done = installed.run("backup", file)
        assert (done.returncode, done.stderr, writer.poll()) == (0, "", None)
    writer.kill()
    writer.wait()
    first, second = (manifest_of(file)["tables"]["records_record"]["rows"] for file in files)
    assert ([out_of_step(file) for file in files], 20 < first < second) == ([[], []], True)
    there = elsewhere()
    assert there.run("restore", files[1]).returncode == 0
    wrong = "SELECT count(*) FROM records_record r WHERE r.present <> (SELECT count(*) FROM records_attendance a WHERE a.record_id = r.id AND a.present)"
    assert (there.ask("SELECT count(*) FROM records_record"), there.ask(wrong)) == ([(second,)], [(0,)])


def test_everything_comes_back_and_the_next_ids_are_new(installed, elsewhere, tmp_path):
    written(installed, 7).wait(60)
    installed.change("INSERT INTO journal_line (at, address, verb, fields, reason) VALUES ('2026-11-23 02:00:00.5+00:00', 'records/1', 'file', '', '')")
    newest = installed.ask("SELECT max(id) FROM journal_line")[0][0]
    installed.change(f"DELETE FROM journal_line WHERE id = {newest}")
    (installed.files / "ab").mkdir(parents=True)
    (installed.files / "ab" / "照片.jpg").write_bytes(bytes(range(256)) * 500)
    assert installed.run("backup", tmp_path / "all.zugong").returncode == 0
    there = elsewhere()
    done = there.run("restore", tmp_path / "all.zugong")
    assert (done.returncode, done.stderr, content(there)) == (0, "", content(installed))
    assert (there.files / "ab" / "照片.jpg").read_bytes() == bytes(range(256)) * 500
    ids = [pk for (pk,) in there.ask("SELECT id FROM journal_line WHERE verb = 'restore'")]
    # One id for the line that says the backup was made: it came after the backup's moment.
    assert ids == [newest + 1]
    written(there, 1).wait(60)
    assert there.ask("SELECT count(*) FROM records_record") == [(8,)]
    assert there.run("tick").returncode == 0


def test_no_secret_key_no_session_and_no_lease_is_in_it(installed, tmp_path):
    installed.change("INSERT INTO door_installation (key, value) VALUES ('lease:tick', '')")
    installed.run("backup", tmp_path / "all.zugong")
    key = (installed.folder / "keys" / "secret.key").read_text().strip().encode()
    with zipfile.ZipFile(tmp_path / "all.zugong") as archive:
        texts = [archive.read(name) for name in archive.namelist()]
        assert [name for name in archive.namelist() if "session" in name and "records" not in name] == []
    assert ([text for text in texts if key in text or b"lease:" in text], oct((tmp_path / "all.zugong").stat().st_mode)[-3:]) == ([], "600")


def test_with_another_key_the_password_still_opens_the_account(installed, elsewhere, good_backup):
    there = elsewhere()
    done = there.run("restore", good_backup)
    kept = there.ask("SELECT password FROM door_account")[0][0]
    assert ("不是同一把" in done.stdout, (there.folder / "keys" / "secret.key").exists(), check_password("an-quan-yuan-2026", kept)) == (True, True, True)
    assert "不是同一把" not in installed.run("restore", good_backup, "--replace", "--yes").stdout


def test_what_is_there_is_replaced_only_when_asked_for_and_confirmed(installed, good_backup):
    written(installed, 3).wait(60)
    before = content(installed)
    refused = installed.run("restore", good_backup)
    unsure = installed.run("restore", good_backup, "--replace", given="好\n")
    assert (refused.returncode, "已有内容" in refused.stderr, unsure.returncode, "没有确认" in unsure.stderr, content(installed) == before) == (1, True, 1, True, True)
    assert (installed.run("restore", good_backup, "--replace", given="替换\n").returncode, installed.ask("SELECT count(*) FROM records_record")) == (0, [(0,)])


def changed_manifest(path, target, **more) -> None:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, json.dumps(json.loads(data) | more) if name == "manifest.json" else data)


def damaged(path, target, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "flipped":
        with zipfile.ZipFile(path) as archive:
            place = archive.getinfo("tables/library_adoptedfile").header_offset + 2000
        data[place] ^= 1
    target.write_bytes({"flipped": data, "truncated": data[: len(data) // 2], "empty": b"", "not a zip": b"PK and then nothing" * 100}[how])


@pytest.mark.parametrize("how", ["flipped", "truncated", "empty", "not a zip", "missing", "newer format", "newer tables", "other rows", "a way out"])
def test_a_file_that_cannot_be_trusted_changes_nothing(as_set_up, good_backup, tmp_path, how):
    good, bad = good_backup, tmp_path / "bad.zugong"
    manifest = manifest_of(good)
    if how in ("flipped", "truncated", "empty", "not a zip"):
        damaged(good, bad, how)
    elif how == "newer format":
        changed_manifest(good, bad, format=99, something="new")
    elif how == "newer tables":
        changed_manifest(good, bad, migrations=[*manifest["migrations"], "records.9999_from_the_future"])
    elif how == "other rows":
        tables = manifest["tables"] | {"door_grant": manifest["tables"]["door_grant"] | {"rows": 5}}
        changed_manifest(good, bad, tables=tables)
    elif how == "a way out":
        shutil.copy(good, bad)
        with zipfile.ZipFile(bad, "w") as made:
            made.writestr("files/../../out.txt", "x")
            made.writestr("manifest.json", json.dumps(manifest | {"members": {"files/../../out.txt": "0"}}))
    before = content(as_set_up)
    answer = as_set_up.run("restore", bad, "--replace", "--yes")
    said = {"missing": "没有文件", "newer format": "更新的版本", "newer tables": "更新的版本", "other rows": "应有 5 行"}.get(how, "备份")
    assert (answer.returncode, said in answer.stderr, "Traceback" in answer.stderr, content(as_set_up) == before) == (1, True, False, True)
    as_set_up.change("INSERT INTO journal_line (at, address, verb, fields, reason) VALUES ('2026-11-23 02:00:00+00:00', 'records/1', 'file', '', '')")  # a new id is handed out
    as_set_up.change("DELETE FROM journal_line WHERE address = 'records/1'")


def test_every_flipped_byte_is_found_or_without_meaning(good_backup, tmp_path):
    """Read as ./run restore reads it, at a hundred places of the file."""
    from zugong.desk.snapshot.archive import Unusable, check, opened

    data, said = good_backup.read_bytes(), manifest_of(good_backup)
    unseen = []
    for place in range(0, len(data), len(data) // 100):
        (tmp_path / "bad.zugong").write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        try:
            with opened(tmp_path / "bad.zugong") as (archive, manifest):
                check(archive, manifest, lambda text: None)
                if manifest.members != said["members"] or manifest.tables != said["tables"]:
                    unseen.append(place)
        except Unusable:
            pass
    assert unseen == []


def test_on_a_full_disk_nothing_is_left_behind_and_the_older_file_stays(installed, tmp_path):
    file = tmp_path / "all.zugong"
    file.write_bytes(b"an older backup")
    installed.files.mkdir(parents=True)
    (installed.files / "large").write_bytes(bytes(3_000_000))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\nimport sys; from zugong.desk.commands.dispatch import run; sys.exit(run(['backup', FILE]))"
    full = installed.start(program=limit.replace("FILE", repr(str(file))))
    assert (full.wait(60), "磁盘空间不够" in installed.log, "Traceback" in installed.log) == (1, True, False)
    assert (file.read_bytes(), sorted(each.name for each in tmp_path.iterdir())) == (b"an older backup", ["all.zugong", "var"])


def test_a_backup_that_is_asked_to_end_leaves_nothing_behind(installed, tmp_path):
    installed.files.mkdir(parents=True)
    for number in range(200):
        (installed.files / str(number)).write_bytes(bytes(1_000_000))
    ended = installed.start("backup", tmp_path / "all.zugong")
    until(lambda: (tmp_path / ".all.zugong.part").exists())
    ended.terminate()
    ended.wait(60)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["var"]


def test_a_backup_of_older_tables_is_brought_up_to_these(installed, elsewhere, tmp_path):
    """As if an older version had made it: the framework's second factors had one constraint less."""
    installed.start(program="from django.core.management import call_command; call_command('migrate', 'mfa', '0002', verbosity=0)").wait(60)
    behind = installed.run("tick")
    assert (behind.returncode, "./run upgrade" in behind.stderr) == (1, True)
    assert installed.run("backup", tmp_path / "old.zugong").returncode == 0
    assert "mfa.0003_authenticator_type_uniq" not in manifest_of(tmp_path / "old.zugong")["migrations"]
    for there in (elsewhere(), elsewhere(like=installed)):
        done = there.run("restore", tmp_path / "old.zugong", "--replace", "--yes")
        assert (done.returncode, done.stderr, content(there)) == (0, "", content(installed))
        assert there.run("tick").returncode == 0


def test_progress_is_said_table_by_table(installed, tmp_path):
    said = installed.run("backup", tmp_path / "all.zugong").stdout.splitlines()
    number = len(manifest_of(tmp_path / "all.zugong")["tables"])
    assert [re.match(r"\d+/\d+", line)[0] for line in said[:number]] == [f"{each}/{number}" for each in range(1, number + 1)]
