"""Front-end files from npm packages: `vendor.py` refreshes them, `vendor.py --check` verifies offline.

What is taken, and the hash of every written file, stands in vendor.toml.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tools" / "vendor.toml"
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*\Z")
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)


def shapes(svg: str) -> str:
    """What is drawn, without the frame and without Tabler's invisible bounding box."""
    inside = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    drawn = re.sub(r'<path stroke="none"[^>]*/>', "", inside)
    return "".join(re.sub(r"\s*/>", "/>", line.strip()) for line in drawn.splitlines())


def packed(name: str, version: str, folder: Path) -> dict[str, bytes]:
    """The files of one published package, by path; npm verifies the archive's integrity."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    with tarfile.open(folder / answer.stdout.split()[-1]) as archive:
        streams = {member.name.split("/", 1)[-1]: archive.extractfile(member) for member in archive.getmembers()}
        return {path: stream.read() for path, stream in streams.items() if stream}


def wanted(package: dict, source: dict[str, bytes]) -> dict[str, bytes]:
    """What one package gives us: target path -> content."""
    found = {target: SOURCE_MAP.sub(b"\n", source[origin]) for origin, target in package.get("files", {}).items()}
    if "sprite" in package:
        symbols = [SYMBOL.format(name=name, shapes=shapes(source[f"icons/outline/{name}.svg"].decode())) for name in package["icons"]]
        sprite = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]
        found[package["sprite"]] = "\n".join(sprite).encode()
    return found


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def refresh(lock: Path = LOCK, root: Path = ROOT) -> list[str]:
    """Fetch, write, and put the hashes of what was written into the lock; the paths written."""
    text = lock.read_text(encoding="utf-8")
    plan = tomllib.loads(text)
    written: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in plan["package"]:
            source = packed(package["name"], package["version"], Path(folder))
            for target, content in wanted(package, source).items():
                path = root / plan["static"] / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written[target] = digest(content)
    lines = [f'"{target}" = "{written[target]}"' for target in sorted(written)]
    head = text.partition("\n[sha256]\n")[0]
    lock.write_text("\n".join([head, "[sha256]", *lines, ""]), encoding="utf-8")
    return sorted(written)


def expected(package: dict) -> list[str]:
    sprite = [package["sprite"]] if "sprite" in package else []
    return [*package.get("files", {}).values(), *sprite]


def faults(lock: Path = LOCK, root: Path = ROOT) -> list[str]:
    """What differs between the lock and the files; reads only, needs no network."""
    plan = tomllib.loads(lock.read_text(encoding="utf-8"))
    static, hashes = root / plan["static"], plan.get("sha256", {})
    targets = {target for package in plan["package"] for target in expected(package)}
    here = {path.relative_to(static).as_posix() for path in (static / "vendor").rglob("*") if path.is_file()}
    found = [f"{target}: no hash in the lock" for target in sorted(targets - hashes.keys())]
    found += [f"{target}: locked but not asked for" for target in sorted(hashes.keys() - targets)]
    found += [f"{target}: in vendor/ but not asked for" for target in sorted(here - targets)]
    for target in sorted(targets & hashes.keys()):
        path = static / target
        if not path.is_file():
            found.append(f"{target}: missing")
        elif digest(path.read_bytes()) != hashes[target]:
            found.append(f"{target}: differs from its hash")
    for package in plan["package"]:
        if "sprite" in package and (static / package["sprite"]).is_file():
            sprite = (static / package["sprite"]).read_text(encoding="utf-8")
            drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
            found += [f"icon {name}: not in step" for name in sorted(drawn ^ {*package["icons"]})]
    return found


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        found = faults()
        print("\n".join(found) or "vendor: every file agrees with its hash")
        return 1 if found else 0
    if arguments:
        print("usage: python tools/vendor.py [--check]")
        return 2
    print("\n".join(refresh()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
