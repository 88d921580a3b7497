"""Pictures of the demo for the README, always of the same day, so that two of them can be laid side by side."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from .refused import CommandRefused

DAY = "2026-11-23"
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
)  # fmt: skip
WIDTHS = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}


def _open_sheet(page) -> None:
    page.click("text=记一次活动")
    page.click(".zg-sheet.show label:text-is('主题党日')")
    page.wait_for_timeout(400)  # the sheet has come up


def _follow(text: str) -> Callable:
    return lambda page: page.click(text)


# name -> (whose, from which page, what is pressed there)
PICTURES = {
    "sheet": ("demo-secretary", "/", _open_sheet),
    "branch-home": ("demo-secretary", "/", None),
    "month-grid": ("demo-secretary", "/", _follow("text=看全年")),
    "cockpit": ("demo-leader", "/cockpit/", None),
    "plan": ("demo-leader", "/plans/", _follow(".zg-todo a")),
    "library": ("demo-leader", "/library/", None),
}


def chromium() -> str | None:
    """The browser that CHROMIUM names, or the one that is installed."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_demo(folder: Path, port: int) -> subprocess.Popen:
    """Build the demo in a folder, or take the one that is there, serve it, and return when it answers."""
    environment = os.environ | {"ZUGONG_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "zugong", "demo", "--today", DAY, "--port", str(port)]
    with open(folder / "demo.log", "ab") as log:
        server = subprocess.Popen(command, cwd=settings.ROOT, env=environment, stdout=log, stderr=log)
    for _ in range(1200):
        try:
            with urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5):
                return server
        except (URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.1)
    stop(server)
    raise CommandRefused("演示没有启动：\n" + (folder / "demo.log").read_text(encoding="utf-8", errors="replace")[-2000:])


def stop(server: subprocess.Popen) -> None:
    """End the server and wait for it."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def screenshots(asked) -> int:
    """Take the pictures of the pages that the README shows, at a desk's and at a phone's width."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CommandRefused("截图要用 Playwright，这里没有。请用 ./run screenshots（它会装好测试用的依赖），再试一次") from None
    browser_path = chromium()
    if not browser_path:
        raise CommandRefused("截图要用 Chromium，这里没有找到。请先安装（Debian、Ubuntu：apt install chromium chromium-l10n fonts-noto-cjk），或用环境变量 CHROMIUM 写明它在哪里")
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start_demo(Path(folder), port := free_port())
        try:
            browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
            for width in WIDTHS:
                shoot(browser, f"http://127.0.0.1:{port}", width, asked.folder)
            browser.close()
        finally:
            stop(server)
    return 0


def shoot(browser, address: str, width: str, folder: Path) -> None:
    """Take all pictures at one width."""
    look = {"viewport": WIDTHS[width], "device_scale_factor": 1, "color_scheme": "light", "reduced_motion": "reduce", "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    pages = {}
    for name, (account, path, act) in PICTURES.items():
        if account not in pages:
            pages[account] = browser.new_context(base_url=address, **look).new_page()
            pages[account].goto("/accounts/login/")
            pages[account].click(f"form:has(input[value={account}]) button")
            pages[account].wait_for_load_state()
        page = pages[account]
        page.goto(path)
        if act:
            act(page)
        page.wait_for_load_state("networkidle")
        picture = folder / f"{name}-{width}.png"
        page.screenshot(path=picture)
        print(f"{picture}　{picture.stat().st_size // 1024} KB")
    for page in pages.values():
        page.context.close()
