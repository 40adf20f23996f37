"""``python -m tests.quality.deciding``: a coordinator decides on the sample by keyboard, in a real browser.

The coordinator approves what the reader of ``judgements.csv`` called worth an introduction, and rejects the
rest. Prints how many pairs were read, how many of them were good, and how long the pages let people wait.
"""

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

USUAL = 100


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.deciding", description=__doc__)
    parser.add_argument("--decisions", type=int, default=USUAL)
    decisions = parser.parse_args().decisions
    with TemporaryDirectory(prefix="ydeu-deciding-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "ydeu.settings.development",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
            "VAR_DIR": folder,
            "REDIS_URL": "memory://",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        }
        import django

        django.setup()
        from tests.quality import decided

        decided.measure(Path(folder), decisions)


if __name__ == "__main__":
    main()
