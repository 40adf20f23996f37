"""The check of the translations finds what it is there for: a text is planted in a copy of the sources."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from ydeu.settings.base import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not shutil.which("xgettext"),
        reason="needs GNU gettext, as `make check` does (apt-get install gettext)",
    ),
]

COPIED = ("ydeu", "matching", "templates", "locale", ".ci")
NOT_COPIED = shutil.ignore_patterns("*.pyc", "__pycache__", "static", "sample", "migrations", "*.mo")
CATALOGUE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for folder in COPIED:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=NOT_COPIED)
    return tmp_path


def check(sources: Path) -> tuple[int, list[str]]:
    """Status and lines of the check."""
    command = [sys.executable, str(sources / ".ci" / "translations.py")]
    done = subprocess.run(command, cwd=sources, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


def test_texts_without_a_chinese_translation_are_named(sources: Path) -> None:
    (sources / "templates" / "planted.html").write_text(
        '{% load i18n %}{% translate "Planted in a page" %}'
        "{% blocktranslate count counter=n %}One egg{% plural %}{{ counter }} eggs{% endblocktranslate %}"
    )
    (sources / "matching" / "planted.py").write_text(
        'from django.utils.translation import gettext as _\n\nWORDS = _("Planted in the code")\n'
    )
    catalogue = polib.pofile(str(sources / CATALOGUE))
    lost, fuzzy = [entry for entry in catalogue if not entry.tcomment][5:7]  # texts of the sources
    catalogue.remove(lost)
    fuzzy.flags.append("fuzzy")
    catalogue.save()

    status, lines = check(sources)

    assert status == 1
    assert {line.partition(": not in zh_Hans: ")[2] for line in lines} == {
        repr(text)
        for text in ("Planted in a page", "One egg", "Planted in the code", lost.msgid, fuzzy.msgid)
    }
    assert any(line.startswith("templates/planted.html:1: ") for line in lines)
    assert any(line.startswith("matching/planted.py:3: ") for line in lines)


def test_a_missing_placeholder_is_named(sources: Path) -> None:
    catalogue = polib.pofile(str(sources / CATALOGUE))
    entry = next(entry for entry in catalogue if "%(count)s" in entry.msgid and not entry.msgid_plural)
    entry.msgstr = "%(number)s"
    catalogue.save()
    status, lines = check(sources)
    assert status == 1
    assert any("argument 'count' doesn't exist" in line for line in lines), lines
