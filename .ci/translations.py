"""Check that every text of the site exists in every language: extract the texts and compare with locale/."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("ydeu", "matching", "templates")
LANGUAGES = ("zh_Hans", "en")
CATALOGUE = Path("LC_MESSAGES") / "django.po"


def main() -> int:
    if not (shutil.which("xgettext") and shutil.which("msgfmt")):
        sys.exit("The translations cannot be checked: install GNU gettext (Debian: apt-get install gettext).")
    with tempfile.TemporaryDirectory() as folder:
        texts = extract(Path(folder))
    problems = [problem for language in LANGUAGES for problem in check(language, texts)]
    print("\n".join(problems) or f"{len(texts)} texts, each in {' and '.join(LANGUAGES)}.")
    return 1 if problems else 0


def extract(folder: Path) -> list[polib.POEntry]:
    """The texts that `makemessages` finds in a copy of the sources. The copy keeps locale/ unchanged."""
    for source in SOURCES:
        shutil.copytree(
            ROOT / source, folder / source, ignore=shutil.ignore_patterns("*.pyc", "static", "sample")
        )
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGES[0], "--no-wrap"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return list(polib.pofile(str(folder / "locale" / LANGUAGES[0] / CATALOGUE)))


def check(language: str, texts: list[polib.POEntry]) -> list[str]:
    path = ROOT / "locale" / language / CATALOGUE
    if not path.exists():
        return [f"{path.relative_to(ROOT)} does not exist"]
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    missing = [
        describe(text, language) for text in texts if not is_ready(known.get((text.msgctxt, text.msgid)))
    ]
    form = subprocess.run(
        ["msgfmt", "--check-format", "-o", "/dev/null", path], capture_output=True, text=True, check=False
    )
    return missing + form.stderr.splitlines() * (form.returncode != 0)


def is_ready(entry: polib.POEntry | None) -> bool:
    return entry is not None and entry.translated()


def describe(text: polib.POEntry, language: str) -> str:
    place = ":".join(text.occurrences[0]) if text.occurrences else "?"
    return f"{place}: not in {language}: {text.msgid!r}"


if __name__ == "__main__":
    sys.exit(main())
