"""Front-end files of other projects are what vendor.toml says they are."""

import importlib.util
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
vendor = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(vendor)


def test_every_file_agrees_with_its_hash():
    assert vendor.faults() == []


def test_the_check_sees_a_changed_a_missing_and_a_stray_file(tmp_path):
    static = tmp_path / "zugong" / "door" / "static"
    shutil.copytree(ROOT / "zugong" / "door" / "static", static)
    (static / "vendor" / "bootstrap" / "LICENSE").write_text("changed")
    (static / "vendor" / "bootstrap" / "bootstrap.min.css").unlink()
    (static / "vendor" / "stray.js").write_text("")

    assert vendor.faults(root=tmp_path) == [
        "vendor/stray.js: in vendor/ but not asked for",
        "vendor/bootstrap/LICENSE: differs from its hash",
        "vendor/bootstrap/bootstrap.min.css: missing",
    ]
