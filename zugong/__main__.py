"""python -m zugong COMMAND: what ./run forwards to."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.settings")


def main() -> int:
    """Run one command; answers the exit code."""
    from zugong.desk.commands.dispatch import run

    try:
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
