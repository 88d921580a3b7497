"""What is committed names no registry and no machine, and the locks agree with each other."""

import re

import pytest

from tests.house.tree import ROOT, kept_files, shown

LOCKS = ["main", "postgresql", "test"]
LOCK_NAME = re.compile(r"(^|[^a-z])(py)?locks?([^a-z]|$)")
HOSTS = ["://", "index-url", "files." + "pythonhosted", "registry."]
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:" + "work|root|opt" + r")(?![\w-])")
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)", re.MULTILINE)


def lock_text(name):
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def is_lock(path):
    is_ours = shown(path) == "tools/vendor.toml" or (path.parent.name == "requirements" and path.suffix == ".txt")
    return is_ours or (path.suffix != ".py" and LOCK_NAME.search(path.name) is not None)


def test_the_locks_are_there():
    kept = {shown(path) for path in kept_files()}
    missing = sorted({f"requirements/{name}.{kind}" for name in LOCKS for kind in ("in", "txt")} - kept)
    assert missing == [], f"write these, or run ./run lock: {missing}"


def test_locks_name_no_registry():
    found = []
    for path in filter(is_lock, kept_files()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{shown(path)}:{number} {host}" for host in HOSTS if host in line]
    assert found == [], f"lock files hold names, versions and hashes only; make them anew with ./run lock: {found}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name):
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock_text(name), flags=re.MULTILINE))
    bare = [entry.split("\n")[0] for entry in entries if entry.strip() and not ("==" in entry and "--hash=sha256:" in entry)]
    assert bare == [], f"requirements/{name}.txt: run ./run lock, these are not pinned with hashes: {bare}"


def test_locks_agree():
    versions = {}
    for name in LOCKS:
        for package, version in PINNED.findall(lock_text(name)):
            versions.setdefault(package, set()).add(version)
    differing = {package: sorted(found) for package, found in versions.items() if len(found) > 1}
    assert differing == {}, f"run ./run lock: the sets are installed together, but lock different versions: {differing}"


def test_no_machine_path_is_committed():
    found = []
    for path in kept_files():
        if "vendor" not in path.parts:
            lines = path.read_bytes().decode("utf-8", errors="ignore").splitlines() if b"\0" not in path.read_bytes() else []
            found += [f"{shown(path)}:{number}" for number, line in enumerate(lines, 1) if MACHINE_PATH.search(line)]
    assert found == [], f"write these paths relative to the repository, they exist on one machine only: {found}"
