"""One demo for all browser tests, one Chromium, and pages that report whatever goes wrong in them."""

import pytest

from zugong.desk.commands.screenshots import FLAGS, chromium, free_port, start_demo, stop

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HERE = {"reduced_motion": "reduce", "color_scheme": "light", "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


class Demo:
    """The served demo, which can be ended and come back with the same data at the same address."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        self.server = start_demo(self.folder, self.port)

    def stop(self):
        stop(self.server)


class Trouble:
    """What pages complained about; complaints that a test expects are named with `allow`."""

    def __init__(self):
        self.found, self.allowed = [], []

    def allow(self, *words):
        """Complaints holding one of these words are expected."""
        self.allowed += words

    def watch(self, page):
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", lambda answer: self.found.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)

    def _console(self, line):
        # what Chromium says about a refused request is heard as an answer already
        if line.type in ("error", "warning") and not line.text.startswith("Failed to load resource"):
            self.found.append(f"console {line.type}: {line.text}")

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"{request.failure}: {request.url}")

    def left(self):
        """Complaints that nobody expected."""
        return [line for line in self.found if not any(word in line for word in self.allowed)]


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo of a pinned day, built once, served while the browser tests run."""
    served = Demo(tmp_path_factory.mktemp("demo"))
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
def new_context(demo, browser):
    """new_context(account, look) -> a browser that is signed in by the one click of the entrance page; it clicks once a session."""
    cookies = {}

    def opened(account="", look=DESK, **more):
        settings = {"base_url": demo.address} | HERE | look | more
        if account and account not in cookies:
            first = browser.new_context(**settings)
            page = first.new_page()
            page.goto("/accounts/login/")
            page.click(f"form:has(input[value={account}]) button")
            page.wait_for_load_state()
            cookies[account] = first.storage_state()
            first.close()
        context = browser.new_context(storage_state=cookies.get(account), **settings)
        context.set_default_timeout(20_000)
        return context

    return opened


@pytest.fixture
def trouble():
    return Trouble()


@pytest.fixture
def sit(new_context, trouble):
    """sit(account, look) -> a page of that account; when the test ends, nothing unexpected may have gone wrong in any of them."""
    contexts = []

    def page_of(account="", look=DESK, **more):
        context = new_context(account, look, **more)
        context.on("page", trouble.watch)
        contexts.append(context)
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()
    assert trouble.left() == []
