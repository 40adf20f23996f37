"""Rules for templates, styles and scripts: nothing inline or from other sites, every text translatable."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, Token, TokenType

pytestmark = pytest.mark.slow

TEMPLATES = settings.ROOT / "templates"
STATIC = settings.ROOT / "ydeu" / "static" / "ydeu"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))
PAGES = [name for name in ALL if name.endswith(".html") and not name.startswith("emails/")]

MAX_CSS = 65_536
"""Bytes of all stylesheets together. A browser loads them once and keeps them."""

MAX_CSS_OF_A_FILE = 8_192
"""Bytes of one stylesheet: about 300 lines, the longest that any file of the project may be."""

INLINE = re.compile(
    r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|<script\b(?![^>]*\bsrc=)|javascript:", re.IGNORECASE
)
FROM_ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe|source|use|video|audio|object|embed)\b[^>]*?"
    r"(?:src|href|data|srcset)\s*=\s*[\"']?(?:https?:)?//",
    re.IGNORECASE,
)

NOT_SPOKEN = re.compile(r"\{% block page_class %}.*?\{% endblock %}")
TRANSLATED_BLOCKS = ("blocktranslate", "blocktrans")
COMMENT, MARKUP = re.compile(r"<!--.*?-->", re.DOTALL), re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"\b(?:alt|title|placeholder|aria-label|aria-description)\s*=\s*\"([^\"]*)\"")
SUBMIT = re.compile(r"<input\b[^>]*type=\"(?:submit|button)\"[^>]*\bvalue=\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")
LITERAL_ARGUMENT = re.compile(r"\w+=([\"'])([^\"']*[A-Z ][^\"']*)\1(?![|\w])")

NAMES = {"中文", "English", "TRL"}
"""Words that are not translated: they are the same in every language."""


def tokens(name: str) -> list[Token]:
    return Lexer(NOT_SPOKEN.sub("", (TEMPLATES / name).read_text())).tokenize()


def untranslated(name: str) -> Iterator[str]:
    """Words between and in the tags that makemessages does not extract."""
    outside, is_inside = [], False
    for token in tokens(name):
        command = token.contents.split()[:1] if token.token_type == TokenType.BLOCK else []
        if command and command[0].removeprefix("end") in TRANSLATED_BLOCKS:
            is_inside = not command[0].startswith("end")
        elif command == ["include"]:
            yield from (value for _quote, value in LITERAL_ARGUMENT.findall(token.contents))
        elif token.token_type == TokenType.TEXT and not is_inside:
            outside.append(token.contents)
    source = COMMENT.sub("", "".join(outside))
    spoken = [*SPOKEN.findall(source), *SUBMIT.findall(source)]
    yield from (word for text in [MARKUP.sub(" ", source), *spoken] for word in WORD.findall(text))


def where(find: Callable[[str], Iterable[str]], names: list[str]) -> dict[str, set[str]]:
    """The templates in which ``find`` finds something, with what it found."""
    found = {name: set(find(name)) - NAMES for name in names}
    return {name: faults for name, faults in found.items() if faults}


def test_templates_have_no_inline_style_or_script() -> None:
    """Templates of e-mails are exempt, because mail programs load no stylesheet."""
    assert where(lambda name: INLINE.findall((TEMPLATES / name).read_text()), PAGES) == {}


def test_templates_load_nothing_from_elsewhere() -> None:
    assert where(lambda name: FROM_ELSEWHERE.findall((TEMPLATES / name).read_text()), ALL) == {}


def test_every_word_of_a_template_can_be_translated() -> None:
    assert where(untranslated, ALL) == {}


def test_what_the_check_of_words_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = """
      {% load i18n %}{# a note #}<!-- a note --><h1 class="big">{% translate "Offers" %}</h1>
      <p title="Hint">Bare {{ name }} {% blocktranslate %}fine {{ name }}{% endblocktranslate %}</p>
      {% include "x.html" with label="Send it" icon="offer" %}<input type="submit" value="Send">
    """
    (tmp_path / "page.html").write_text(page)
    monkeypatch.setattr("tests.pages.test_house_rules.TEMPLATES", tmp_path)
    assert sorted(untranslated("page.html")) == ["Bare", "Hint", "Send", "Send it"]


def stylesheets() -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((STATIC / "css").glob("*.css"))}


def sizes_of_stylesheets(root: Path) -> dict[str, int]:
    """Bytes by file, of the site's own stylesheets and those of its rooms."""
    sheets = (path for room in ("ydeu", "matching") for path in (root / room).rglob("*.css"))
    return {path.relative_to(root).as_posix(): path.stat().st_size for path in sorted(sheets)}


def too_large(sizes: dict[str, int]) -> dict[str, int]:
    """The stylesheets over the limit of a file, and the sum if it is over the limit of all."""
    found = {name: size for name, size in sizes.items() if size > MAX_CSS_OF_A_FILE}
    total = sum(sizes.values())
    return {**found, "all together": total} if total > MAX_CSS else found


def test_the_stylesheets_are_small() -> None:
    assert too_large(sizes_of_stylesheets(settings.ROOT)) == {}


def test_a_large_stylesheet_is_named(tmp_path: Path) -> None:
    (tmp_path / "ydeu").mkdir()
    (tmp_path / "ydeu" / "big.css").write_text("x" * (MAX_CSS_OF_A_FILE + 1))
    assert too_large(sizes_of_stylesheets(tmp_path)) == {"ydeu/big.css": MAX_CSS_OF_A_FILE + 1}
    assert too_large(dict.fromkeys("abcdefghi", MAX_CSS_OF_A_FILE)) == {"all together": 73_728}


def test_stylesheets_and_scripts_load_nothing_from_elsewhere() -> None:
    texts = {**stylesheets(), **{path.name: path.read_text() for path in STATIC.glob("*.js")}}
    assert [name for name, text in texts.items() if re.search(r"@import|url\(|https?://", text)] == []


def test_colours_have_names() -> None:
    """Only the tokens and the admin's variables have literal colours. White (#fff) is allowed, for print."""
    figures = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\((?!var)", re.IGNORECASE)
    found = {name: figures.findall(text.replace("#fff;", "")) for name, text in stylesheets().items()}
    assert {name for name, colours in found.items() if colours} == {"admin.css", "tokens.css"}


def test_every_class_of_the_stylesheets_is_used_or_explained() -> None:
    source = "".join(
        path.read_text()
        for folder in ("templates", "ydeu", "matching")
        for path in (settings.ROOT / folder).rglob("*")
        if path.suffix in (".html", ".py", ".js")
    )
    explained = source + (settings.ROOT / "docs" / "look.md").read_text()
    classes = {
        name
        for sheet, text in stylesheets().items()
        if sheet != "admin.css"  # it styles Django's own pages
        for name in re.findall(r"\.([a-z][a-z_-]*[a-z])(?=[\s,.:{>\[)+])", re.sub(r"/\*.*?\*/", "", text))
    }
    by_django = {"errorlist", "nonfield"}
    by_level = {"message--success", "message--error", "badge--bad"}
    unused = {name for name in classes if not re.search(rf"(?<![\w-]){name}(?![\w-])", explained)}
    assert unused - by_django - by_level == set()
