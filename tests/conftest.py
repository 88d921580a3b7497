"""For every test: the database engine that was asked for, a browser where there is one, and an account of what did not run."""

import json
import os
import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

NO_CHROMIUM = "找不到 Chromium（浏览器测试）"
NO_DUCKDB = "没有装 DuckDB（ZUGONG_EXTRAS=analytics）"
NO_SPARK = "没有装 Spark 或 Java（ZUGONG_EXTRAS=spark）"

# Playwright's sync API runs an event loop beside the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Two cores shared with a browser are too unsteady for Hypothesis's 200 ms a case.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")

# Reasons and counts. What is left out while collecting is the same in every xdist process; what is skipped while running is not.
left_out = Counter()
skipped = Counter()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The windows of the shipped files are worked out once for all tests of this process."""
    from tests.world import keep_windows

    with django_db_blocker.unblock():
        keep_windows()


@pytest.fixture(scope="session")
def shelf_folder(tmp_path_factory):
    """Where the files of all tests of this process lie."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def own_shelf(settings, shelf_folder):
    """No test touches the files of an installation."""
    settings.FILES = shelf_folder


@pytest.fixture(autouse=True)
def own_keys(settings):
    """No test seals with the keys of an installation."""
    settings.SEALING_KEYS = "1:" + "5e" * 32


def chromium():
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


def pytest_configure():
    """Browser fixtures start the Chromium that CHROMIUM names."""
    if found := chromium():
        os.environ["CHROMIUM"] = found


def pytest_sessionstart():
    expected = os.environ.get("ZUGONG_EXPECT_VENDOR", connection.vendor)
    if connection.vendor != expected:
        pytest.exit(f"The tests should run on {expected}, but the settings say {connection.vendor}: check DATABASE_URL.", returncode=1)


def pytest_itemcollected(item):
    """Two processes at most have a browser and a demo of their own: ./run test hands out tests by group. Pages only looked at are one half."""
    if item.get_closest_marker("browser") and item.config.pluginmanager.hasplugin("xdist"):
        item.add_marker(pytest.mark.xdist_group("looking" if item.path.stem == "test_pages" else "browser"))


def absent() -> dict[str, str]:
    """marker -> why tests so marked cannot run here."""
    found = {} if chromium() else {"browser": NO_CHROMIUM}
    found |= {} if find_spec("duckdb") else {"analytics": NO_DUCKDB}
    return found if find_spec("pyspark") and shutil.which("java") else found | {"spark": NO_SPARK}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    wanting, kept, dropped = absent(), [], []
    for item in items:
        foreign = item.get_closest_marker("postgresql") and connection.vendor != "postgresql"
        why = next((reason for marker, reason in wanting.items() if item.get_closest_marker(marker)), None)
        if why and not foreign:
            left_out[why] += 1
        (dropped if foreign or why else kept).append(item)
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_collectreport(report):
    if report.skipped:
        left_out[skip_reason(report)] += 1


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped[skip_reason(report)] += 1


def skip_reason(report):
    return str(report.longrepr[2]).removeprefix("Skipped: ")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """In the main process of xdist: one worker's account of collecting stands for all."""
    left_out.update(Counter(node.workeroutput.get("left_out", {})) - left_out if hasattr(node, "workeroutput") else {})


def pytest_sessionfinish(session):
    """Hand the account to ./run, which prints it as the last line."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(left_out)
    elif path := os.environ.get("ZUGONG_NOT_RUN"):
        Path(path).write_text(json.dumps(left_out + skipped, ensure_ascii=False), encoding="utf-8")
