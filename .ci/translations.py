"""Check that every text of the site exists in Chinese: extract the English texts and compare with locale/."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("ydeu", "matching", "templates")
LANGUAGE = "zh_Hans"
CATALOGUE = Path("LC_MESSAGES") / "django.po"


def main() -> int:
    if not (shutil.which("xgettext") and shutil.which("msgfmt")):
        sys.exit("The translations cannot be checked: install GNU gettext (Debian: apt-get install gettext).")
    with tempfile.TemporaryDirectory() as folder:
        texts = extract(Path(folder))
    problems = check(texts)
    print("\n".join(problems) or f"{len(texts)} texts, each in {LANGUAGE}.")
    return 1 if problems else 0


def extract(folder: Path) -> list[polib.POEntry]:
    """The texts that `makemessages` finds in a copy of the sources. The copy keeps locale/ unchanged."""
    for source in SOURCES:
        shutil.copytree(
            ROOT / source, folder / source, ignore=shutil.ignore_patterns("*.pyc", "static", "sample")
        )
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, "--no-wrap"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return list(polib.pofile(str(folder / "locale" / LANGUAGE / CATALOGUE)))


def check(texts: list[polib.POEntry]) -> list[str]:
    path = ROOT / "locale" / LANGUAGE / CATALOGUE
    if not path.exists():
        return [f"{path.relative_to(ROOT)} does not exist"]
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    missing = [describe(text) for text in texts if not is_ready(known.get((text.msgctxt, text.msgid)))]
    form = subprocess.run(
        ["msgfmt", "--check-format", "-o", "/dev/null", path], capture_output=True, text=True, check=False
    )
    return missing + form.stderr.splitlines() * (form.returncode != 0)


def is_ready(entry: polib.POEntry | None) -> bool:
    return entry is not None and entry.translated()


def describe(text: polib.POEntry) -> str:
    place = ":".join(text.occurrences[0]) if text.occurrences else "?"
    return f"{place}: not in {LANGUAGE}: {text.msgid!r}"


if __name__ == "__main__":
    sys.exit(main())
