"""Names for the paths of grants. The door knows no organizations: the registry, above it, tells it how to ask when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Places:
    """`path_of(code or whole name)` answers a path or ""; `names_of(paths)` answers {path: name}; `post_behind(person, path)` the address of an open post or ""."""

    path_of: Callable[[str], str] = lambda text: ""
    names_of: Callable[[list[str]], dict[str, str]] = lambda paths: {}
    post_behind: Callable[[int, str], str] = lambda person, path: ""


places = Places()
