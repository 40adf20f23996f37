from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ydeu.settings import env


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("TRUE", True), ("on", True), ("0", False), ("no", False), ("", True)],
)
def test_flag_reads_words_and_an_empty_value_means_the_default(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("X", value)
    assert env.flag("X", default=True) is expected


def test_flag_refuses_what_is_neither_true_nor_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "ture")
    with pytest.raises(ImproperlyConfigured, match="X='ture' is neither true nor false"):
        env.flag("X", default=False)


@pytest.mark.parametrize(
    ("value", "complaint"), [("many", "not a whole number"), ("0", "less than 1"), ("10", "more than 9")]
)
def test_number_refuses(monkeypatch: pytest.MonkeyPatch, value: str, complaint: str) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=complaint):
        env.number("X", 5, least=1, most=9)


def test_number_and_words_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "8001")
    monkeypatch.setenv("Y", "a.example, b.example,,")
    assert env.number("X", 8000) == 8001
    assert env.number("NOT_THERE", 8000) == 8000
    assert env.words("Y") == ["a.example", "b.example"]
    assert env.words("NOT_THERE") == []


def test_require_names_every_missing_variable_and_what_belongs_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "set")
    monkeypatch.setenv("Y", "  ")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.require({"X": "a thing", "Y": "a name", "Z": "a number"})
    assert str(refusal.value) == "These environment variables must be set:\n  Y: a name\n  Z: a number"


def test_kept_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    secret = env.kept_secret(path)
    assert len(secret) >= 50
    assert env.kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_socket_path_stays_within_what_the_kernel_allows(tmp_path: Path) -> None:
    assert env.socket_path(Path("/srv/ydeu")) == Path("/srv/ydeu/redis.sock")
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    other = tmp_path / ("d" * 60) / ("f" * 60)
    assert len(str(env.socket_path(deep))) < 108
    assert env.socket_path(deep) != env.socket_path(other)
