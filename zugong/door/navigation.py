"""Navigation is gathered from the rooms: each may have navigation.py with ENTRIES and HOME."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .presence import is_demo
from .rights import EVERYONE


@dataclass(frozen=True)
class Entry:
    """One line of the side navigation, shown to those who have the right."""

    title: str
    icon: str
    url: str
    right: str = EVERYONE
    section: str = ""
    also: str = ""

    def nearness(self, path: str) -> int:
        """How well a page's path fits this line: its own address, or a word such as "/duties/" within another room's."""
        url = reverse(self.url)
        if self.also and self.also in path:
            return 1000
        return len(url) if path == url or (url != "/" and path.startswith(url)) else 0


@cache
def entries() -> list[Entry]:
    """All rooms' entries, from the highest room to the lowest."""
    found: list[Entry] = []
    for room in reversed(settings.ROOMS):
        if find_spec(f"zugong.{room}.navigation"):
            found += getattr(import_module(f"zugong.{room}.navigation"), "ENTRIES", [])
    return found


def open_to(request: HttpRequest) -> list[Entry]:
    """The lines the account may open."""
    return [entry for entry in entries() if entry.right == EVERYONE or request.may(entry.right)]


def for_templates(request: HttpRequest) -> dict:
    """navigation: [(section, entries)] the account may open, with the current one marked; demo: whether to show the banner."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"navigation": [], "is_demo": is_demo()}
    sections: dict[str, list] = {}
    open_to_me = open_to(request)
    nearest = max((entry.nearness(request.path) for entry in open_to_me), default=0)
    for entry in open_to_me:
        current = nearest > 0 and entry.nearness(request.path) == nearest
        sections.setdefault(entry.section, []).append({"title": entry.title, "icon": entry.icon, "url": reverse(entry.url), "current": current})
    return {"navigation": list(sections.items()), "is_demo": request.session.get("demo", False)}


# The door's own lines; other rooms have a module navigation.py of this shape.
ENTRIES = [
    Entry("账号和授权", "key", "door:accounts", "account.read", "管理"),
    Entry("操作日志", "history", "door:journal", "journal.read", "管理"),
    Entry("系统状况", "settings", "door:installation", "installation.read", "管理"),
]
