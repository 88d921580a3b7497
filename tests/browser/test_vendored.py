"""axe is the file that vendor.toml says it is."""

from pathlib import Path

from tools import vendor


def test_axe_agrees_with_its_hash():
    assert vendor.faults(lock=Path(__file__).parent / "vendor.toml") == []
