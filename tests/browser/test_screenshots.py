"""The pictures of the README: small, of both widths, and a clear word when there is nothing to take them with."""

from argparse import Namespace

import pytest

from zugong.desk.commands.refused import CommandRefused
from zugong.desk.commands.screenshots import PICTURES, screenshots, shoot


@pytest.mark.browser
def test_every_picture_is_taken_and_small(demo, browser, tmp_path):
    shoot(browser, demo.address, "390", tmp_path)
    taken = sorted(path.name for path in tmp_path.iterdir())
    assert taken == sorted(f"{name}-390.png" for name in PICTURES)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 700_000


def test_without_chromium_the_command_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandRefused, match="截图要用 Chromium，这里没有找到。请先安装"):
        screenshots(Namespace(folder=tmp_path / "shots"))
    assert (tmp_path / "shots").exists() is False
