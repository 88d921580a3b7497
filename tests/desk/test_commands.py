"""The commands that others script against, as processes of their own on SQLite."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plans.word_files import docx, paragraph

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "tests" / "plans" / "texts" / "run_on.txt"


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A folder with a small demo's database in it."""
    return tmp_path_factory.mktemp("var")


def run(var, *words, given=None):
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "ZUGONG_EXPECT_VENDOR")} | {"ZUGONG_VAR": str(var)}
    return subprocess.run([sys.executable, "-m", "zugong", *words], cwd=ROOT, env=environment, capture_output=True, text=True, input=given, timeout=120)


def test_setup_makes_tables_keys_and_the_first_administrator_and_adopts_what_is_shipped(tmp_path):
    short = run(tmp_path, "setup", "--username", "anquan", "--name", "安全员", given="short\n")
    done = run(tmp_path, "setup", "--username", "anquan", "--name", "安全员", given="an-quan-yuan-2026\n")
    again = run(tmp_path, "setup")
    key = tmp_path / "keys" / "secret.key"
    assert (short.returncode, done.returncode, again.returncode, oct(key.stat().st_mode)[-3:], "至少" in short.stderr) == (1, 0, 0, "600", True)
    listed = json.loads(run(tmp_path, "mechanisms", "list", "--json").stdout)
    assert len(listed) == len(list((ROOT / "mechanisms").rglob("*.toml"))) - 1


def test_the_demo_is_built_twice_from_the_state_the_first_left_and_refuses_an_installation(var, tmp_path):
    first = run(var, "demo", "--today", "2026-11-23", "--no-serve")
    second = run(var, "demo", "--today", "2026-11-23", "--no-serve")
    assert (first.returncode, second.returncode, "160 个党支部、3200 名党员" in first.stdout, second.stdout) == (0, 0, True, "")
    run(tmp_path, "setup", "--username", "anquan", "--name", "安全员", given="an-quan-yuan-2026\n")
    (tmp_path / "zugong.sqlite3").rename(tmp_path / "demo.sqlite3")
    refused = run(tmp_path, "demo", "--no-serve")
    assert (refused.returncode, "演示不会碰它" in refused.stderr) == (1, True)


def test_duties_say_what_is_owed_as_json(var):
    run(var, "demo", "--today", "2026-11-23", "--no-serve")
    answer = run(var, "duties", "--as-of", "2026-11-23", "--organization", "DW01-003", "--json")
    rows = json.loads(answer.stdout)
    assert {key for row in rows for key in row} == {"organization", "duty", "period", "finding", "due_on", "counted", "missing"}
    march = [row for row in rows if (row["organization"], row["duty"], row["period"]) == ("DW01-003", "theme_day_each_month", "2026-03")]
    assert [(row["finding"], row["due_on"], row["missing"]) for row in march] == [("met", "2026-04-10", 0)]
    unknown = run(var, "duties", "--as-of", "2026-11-23", "--organization", "NIEMAND")
    assert (unknown.returncode, "没有组织代码是 NIEMAND" in unknown.stderr) == (1, True)


def test_a_plan_is_imported_with_its_matches_as_json(var):
    answer = run(var, "plan", "import", str(PLAN), "--year", "2031", "--json")
    plan = json.loads(answer.stdout)
    assert set(plan) == {"title", "preamble", "parts", "noise"}
    named = {mechanism for part in plan["parts"] for item in part["items"] for measure in item["measures"] for mechanism in measure["mechanisms"]}
    assert {"general_meeting_of_members", "themed_party_day"} <= named
    assert {key for part in plan["parts"] for item in part["items"] for measure in item["measures"] for key in measure} == {"text", "mechanisms"}


def test_a_plan_from_word_is_imported_under_the_typed_title_and_goes_on_under_it(var, tmp_path):
    body = "".join([paragraph("云川区专项计划"), paragraph("抓人才", 0), paragraph("政策更实", 1), paragraph("每月开展主题党日。", 2)])
    (tmp_path / "plan.docx").write_bytes(docx(body))
    words = ("plan", "import", str(tmp_path / "plan.docx"), "--year", "2031", "--title", "云川区2031年专项计划")
    first, again = run(var, *words), run(var, *words, "--json")
    assert (first.returncode, first.stdout.splitlines()[0], first.stdout.splitlines()[-1]) == (0, "云川区2031年专项计划", "新的一份，新增 3 句，沿用 0 句，略去 0 行")
    plan = json.loads(again.stdout)
    assert (plan["title"], plan["parts"][0]["items"][0]) == ("云川区2031年专项计划", {"title": "政策更实", "measures": [{"text": "每月开展主题党日。", "mechanisms": ["themed_party_day"]}]})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("empty.txt", b"", "空"), ("macro.docx", docx("", extra={"word/vbaProject.bin": b""}), "含有宏"), ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是"), ("big.txt", "一、大。".encode() * 1_000_000, "5 MB"), ("flat.txt", "1、做一件事。\n2、做两件事。\n".encode(), "一级")],
    ids=["empty", "macros", "picture", "big", "flat"],
)
def test_a_plan_that_cannot_be_read_is_refused_in_chinese(var, tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    answer = run(var, "plan", "import", str(tmp_path / name), "--year", "2032")
    assert (answer.returncode, said in answer.stderr, "Traceback" in answer.stderr) == (1, True, False)


def test_checking_a_folder_prints_one_line_per_mistake_and_exits_with_one(var, tmp_path):
    shipped = (ROOT / "mechanisms" / "political" / "themed_party_day.toml").read_text(encoding="utf8")
    (tmp_path / "themed_party_day.toml").write_text(shipped, encoding="utf8")
    good = run(var, "mechanisms", "check", str(tmp_path))
    (tmp_path / "themed_party_day.toml").write_text(shipped.replace('every   = "month"', 'every   = "week"').replace("aliases", "alias"), encoding="utf8")
    bad = run(var, "mechanisms", "check", str(tmp_path))
    assert (good.returncode, bad.returncode, len(bad.stdout.strip().splitlines())) == (0, 1, 2)


def test_tick_says_what_it_deleted_sealed_and_swept_and_may_run_twice(var):
    said = "已到保存期限：删除 0 条，封存 0 条；台账删除 0 行，封存 0 行；清掉没有着落的附件 0 个；删除用完的签到 0 场\n"
    first, second = run(var, "tick"), run(var, "tick")
    assert (first.returncode, first.stdout.startswith("已到保存期限：删除 "), second.returncode, second.stdout.splitlines(keepends=True)[0]) == (0, True, 0, said)
