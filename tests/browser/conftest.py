"""One demo for all browser tests, one Chromium, and pages that report whatever goes wrong in them."""

import subprocess

import pytest

from zugong.desk.commands.screenshots import FLAGS, chromium, free_port, start_demo, stop

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Demo:
    """The served demo, which can be killed and come back with the same data at the same address."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.server: subprocess.Popen | None = None

    def start(self):
        self.server = start_demo(self.folder, self.port)

    def stop(self):
        stop(self.server)


class Trouble:
    """What a context's pages complained about; answers that a test expects are named with `allow`."""

    def __init__(self):
        self.found, self.allowed = [], []

    def allow(self, *words):
        """Complaints holding one of these words are expected."""
        self.allowed += words

    def watch(self, page):
        page.on("console", lambda line: self._console(line))
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self._failed(request))
        page.on("response", lambda answer: self.found.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)

    def _console(self, line):
        # what a failed answer says in the console is heard as an answer already
        if line.type in ("error", "warning") and not line.text.startswith("Failed to load resource"):
            self.found.append(f"console {line.type}: {line.text}")

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"{request.failure}: {request.url}")

    def left(self):
        return [line for line in self.found if not any(word in line for word in self.allowed)]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo of a pinned day, built once, served while the browser tests run."""
    served = Demo(tmp_path_factory.mktemp("demo"))
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def signed_in(demo, browser):
    """signed_in(account) -> the cookies of one click on the entrance page, clicked once a session."""
    kept = {}

    def state(account):
        if account not in kept:
            context = browser.new_context(base_url=demo.address)
            page = context.new_page()
            page.goto("/accounts/login/")
            page.click(f"form:has(input[value={account}]) button")
            kept[account] = context.storage_state()
            context.close()
        return kept[account]

    return state


@pytest.fixture
def trouble():
    return Trouble()


@pytest.fixture
def sit(demo, browser, signed_in, trouble):
    """sit(account, look) -> a page of that account; when the test ends, nothing may have gone wrong in it."""
    opened = []

    def open_page(account="", look=DESK, **more):
        state = signed_in(account) if account else None
        settings = {"base_url": demo.address, "reduced_motion": "reduce", "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "color_scheme": "light"}
        context = browser.new_context(storage_state=state, **settings | look | more)
        context.set_default_timeout(10_000)
        context.on("page", trouble.watch)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
    assert trouble.left() == []
