"""./run serve with its worker, as real processes: it starts only when it is fit to, ends as a whole, and notices an upgrade."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.desk.installed import answer, free_port, until


def served(installed, **more):
    port = free_port()
    server = installed.start("serve", "--port", port, "--workers", 1, **more)
    until(lambda: answer(f"http://127.0.0.1:{port}/health")[0] or server.poll() is not None)
    return server, f"http://127.0.0.1:{port}"


def seen(address: str) -> dict:
    return json.loads(answer(f"{address}/health")[2] or "{}")


def children(pid: int) -> list[tuple[int, str]]:
    numbers = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [(number, words_of(number)) for number in numbers]


def words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_the_worker_shows_itself_runs_the_first_tick_and_is_started_again(installed):
    server, address = served(installed)
    until(lambda: seen(address).get("tick") == "ok")
    health = seen(address)
    assert ({**health, "worker_seen_seconds": health["worker_seen_seconds"] < 60, "tick_done_seconds": health["tick_done_seconds"] < 60}) == {
        "database": "ok", "migrations": "ok", "maintenance": False, "worker": "ok", "worker_seen_seconds": True, "tick": "ok", "tick_done_seconds": True, "disk": "ok",
    }  # fmt: skip
    worker = next(pid for pid, words in children(server.pid) if words.endswith("\0worker\0"))
    os.kill(worker, signal.SIGKILL)
    until(lambda: [pid for pid, words in children(server.pid) if words.endswith("\0worker\0") and pid != worker])
    assert "重新启动" in installed.log


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=["asked", "ctrl-c", "killed"])
def test_server_and_worker_end_with_the_command(installed, how):
    server, address = served(installed)
    begun = [pid for pid, _ in children(server.pid)]
    server.send_signal(how)
    code = server.wait(30)
    until(lambda: answer(f"{address}/health")[0] == 0 and not any("zugong" in words_of(pid) for pid in begun))
    assert (code, len(begun)) == (-signal.SIGKILL if how == signal.SIGKILL else 0, 2)


def test_a_server_that_is_killed_leaves_nothing_that_holds_the_port(installed):
    server, address = served(installed)
    web = next(pid for pid, words in children(server.pid) if "granian" in words)
    os.kill(web, signal.SIGKILL)
    code = server.wait(30)
    until(lambda: answer(f"{address}/health")[0] == 0)
    assert (code != 0, answer(f"{address}/health")[0]) == (True, 0)


def test_a_second_one_does_not_share_the_port_of_the_first(installed):
    _, address = served(installed)
    port = address.rpartition(":")[2]
    refused = [installed.run("serve", "--port", port), installed.run("demo", "--port", port)]
    assert [(each.returncode, each.stderr.strip()) for each in refused] == [
        (1, f"没有启动：端口 {port} 已经有程序在用，可能组工台已经开着。请打开 {address}/ 看看，或用 --port 换一个")
    ] * 2
    refused = installed.run("serve", "--port", 99999)
    assert (refused.returncode, refused.stderr.strip()) == (1, "没有启动：这台机器不能在 127.0.0.1:99999 上打开服务。请检查 --host 和 --port")


def test_a_failing_tick_is_told_plainly_and_tried_again(installed):
    installed.change("INSERT INTO journal_line (at, address, verb, fields, reason) VALUES ('2999-01-01 00:00:00+00:00', 'records/1', 'file', '', '')")
    worker = installed.start("worker", "--beat", "0.2", "--retry", "1")
    until(lambda: installed.log.count("tick 没有做完（退出码 1）") == 2)
    assert (worker.poll(), "时钟可能被拨回" in installed.log, "Traceback" in installed.log) == (None, True, False)
    installed.change("DELETE FROM journal_line WHERE at > '2998-01-01 00:00:00+00:00'")
    until(lambda: installed.ask("SELECT count(*) FROM door_installation WHERE key = 'tick_done'") == [(1,)])
    worker.terminate()
    assert worker.wait(30) == 0


@pytest.mark.parametrize(
    ("environment", "words", "said"),
    [
        ({"ZUGONG_SECRET_KEY": "short", "ZUGONG_HOSTS": "*"}, (), "不能写 *"),
        ({}, ("--host", "0.0.0.0"), "ZUGONG_HTTPS=1"),
        ({"DATABASE_URL": "sqlite:///{empty}"}, (), "还是空的"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}, (), "数据库没有应答"),
    ],
    ids=["short key and every host", "open address", "empty database", "no database"],
)
def test_it_does_not_start_when_it_is_not_fit_to(installed, tmp_path, environment, words, said):
    made = {key: value.replace("{empty}", str(tmp_path / "empty.sqlite3")) for key, value in environment.items()}
    refused = installed.run("serve", "--port", free_port(), *words, **made)
    assert (refused.returncode, said in refused.stderr, "Traceback" in refused.stderr) == (1, True, False)


def test_behind_a_proxy_it_starts(installed):
    server, address = served(installed, ZUGONG_HOSTS="zugong.example,127.0.0.1", ZUGONG_HTTPS="1", ZUGONG_ORIGINS="https://zugong.example")
    assert (answer(f"{address}/health")[0], server.poll()) == (200, None)


def test_no_demo_is_served_to_others(installed):
    installed.change("INSERT INTO door_installation (key, value) VALUES ('demo', '2026-11-23')")
    refused = installed.run("serve", "--host", "0.0.0.0", ZUGONG_HTTPS="1")
    assert (refused.returncode, "演示数据库" in refused.stderr) == (1, True)


def migrated_back(installed) -> None:
    """As if the program were newer than the database by one migration."""
    installed.start(program="from django.core.management import call_command; call_command('migrate', 'mfa', '0002', verbosity=0)").wait(60)


def test_an_upgrade_backs_up_first_and_a_running_server_waits_until_it_is_restarted(installed):
    server, address = served(installed)
    assert answer(f"{address}/accounts/login/")[0] == 200
    migrated_back(installed)
    until(lambda: answer(f"{address}/accounts/login/")[0] == 503)
    status, headers, text = answer(f"{address}/accounts/login/")
    assert (status, headers["retry-after"], "正等着重新启动" in text, answer(f"{address}/health")[0]) == (503, "60", True, 503)
    refused = installed.run("serve", "--port", free_port())
    assert (refused.returncode, "./run upgrade" in refused.stderr) == (1, True)
    upgrade = installed.start("upgrade")
    until(lambda: "系统正在升级或恢复数据" in answer(f"{address}/accounts/login/")[2])
    assert (upgrade.wait(120), "换成维护页面" in installed.log, "随附的机制文件和采用的相同" in installed.log) == (0, True, True)
    kept = list((installed.folder / "backups").iterdir())
    assert (len(kept), kept[0].suffix, installed.ask("SELECT verb FROM journal_line ORDER BY id DESC LIMIT 1")) == (1, ".zugong", [("upgrade",)])
    until(lambda: answer(f"{address}/accounts/login/")[0] == 200)


def test_after_a_restore_a_running_server_waits_until_it_is_restarted(installed, tmp_path):
    installed.run("backup", tmp_path / "all.zugong")
    server, address = served(installed)
    assert answer(f"{address}/accounts/login/")[0] == 200
    until(lambda: installed.ask("SELECT count(*) FROM door_installation WHERE key = 'tick_done'") == [(1,)])  # the first tick would refuse it
    assert installed.run("restore", tmp_path / "all.zugong", "--replace", "--yes").returncode == 0
    until(lambda: "正等着重新启动" in answer(f"{address}/accounts/login/")[2])
    server.terminate()
    assert server.wait(30) == 0
    again, address = served(installed)
    assert answer(f"{address}/accounts/login/")[0] == 200


def test_an_upgrade_names_new_and_other_files_and_adopts_none(installed):
    before = installed.ask("SELECT count(*) FROM library_adoptedfile")
    installed.change("UPDATE library_adoptedfile SET text = text || ' ' WHERE key = 'party_lecture'")
    installed.change("DELETE FROM library_adoptedfile WHERE key = 'milestone'")
    done = installed.run("upgrade", "--no-backup")
    said = [line for line in done.stdout.splitlines() if "：" in line and ".toml" in line]
    assert (done.returncode, said) == (0, ["随附而没有采用过的机制文件：milestone.toml", "随附的和采用的内容不同：party_lecture.toml"])
    assert (installed.ask("SELECT count(*) FROM library_adoptedfile")[0][0], (installed.folder / "backups").exists()) == (before[0][0] - 1, False)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("INSERT INTO door_installation (key, value) VALUES ('demo', '2026-11-23')", "演示数据库"),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_from_the_future', '2026-11-23 00:00:00+00:00')", "不能用旧程序降级"),
    ],
    ids=["demo", "newer"],
)
def test_an_upgrade_refuses_a_demo_and_a_downgrade(installed, sql, said):
    installed.change(sql)
    refused = installed.run("upgrade")
    assert (refused.returncode, said in refused.stderr, (installed.folder / "backups").exists()) == (1, True, False)
    if "9999" in sql:
        others = [installed.run(*words) for words in (("serve",), ("tick",), ("backup", installed.folder / "x"), ("restore", installed.folder / "x"))]
        assert [(each.returncode, "更新的版本" in each.stderr) for each in others] == [(1, True)] * 4
