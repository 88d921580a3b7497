import runpy

from django.conf import settings

from .refused import CommandRefused


def bench(asked) -> int:
    """Run one benchmark of bench/ by its name."""
    script = settings.ROOT / "bench" / f"{asked.name}.py"
    if not script.exists():
        known = "、".join(sorted(path.stem for path in (settings.ROOT / "bench").glob("*.py")))
        raise CommandRefused(f"没有测速 {asked.name}。有：{known}")
    runpy.run_path(str(script), run_name="__main__")
    return 0
