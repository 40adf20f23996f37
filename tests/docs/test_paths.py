"""Every path, link and module that a document names is there."""

from pathlib import Path

from tests.docs.naming import documents, missing, modules, paths
from ydeu.settings.base import ROOT

PLANTED = """
`ydeu/here.py`, `here.py`, `room/here.py`, `ydeu/room/`, `ydeu/room`, `room/{here, gone}.py`, `gone.md`
`ydeu/gone.py:12`, `room/*.py`, `ydeu/gone/`, `/admin/`, `var/log/`, `a / b`, `--success/--error`
[fine](README.md), [lost](docs/lost.md), [elsewhere](https://example.org/a/b.py)
`ydeu.{here, away}`, `ydeu.here.known`, `ydeu.here.unknown`, `ydeu.room`, `ydeu.sweep`, `ydeu.wipe`
`python -m ydeu.lost -o PAIRS.csv`

```sh
.venv/bin/python ydeu/no.py /etc/hosts
```

```python
open("not/a/span.py")
```

| module | what |
|---|---|
| `here`, `nowhere` | `not_a_module` |
"""


def test_the_documents_name_what_there_is() -> None:
    assert missing(ROOT) == {}


def test_the_documents_are_read() -> None:
    read = {path.relative_to(ROOT).as_posix(): path.read_text() for path in documents(ROOT)}
    assert {"README.md", "CONTRIBUTING.md", "docs/architecture.md", "matching/engine/README.md"} <= set(read)
    assert len(paths(read["docs/architecture.md"])) > 20
    assert len(modules(read["matching/engine/README.md"])) > 20


def test_a_planted_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "ydeu" / "room").mkdir(parents=True)
    (tmp_path / "ydeu" / "here.py").write_text("known = 1")
    (tmp_path / "ydeu" / "room" / "here.py").touch()
    (tmp_path / "ydeu" / "room" / "tasks.py").write_text('@shared_task(name="ydeu.sweep")')
    (tmp_path / "README.md").write_text(PLANTED)
    (tmp_path / "ydeu" / "README.md").write_text(PLANTED.replace("(README.md)", "(../README.md)"))
    expected = {
        "room/gone.py",
        "gone.md",
        "ydeu/gone.py",
        "ydeu/gone/",
        "ydeu.lost",
        "docs/lost.md",
        "ydeu.away",
        "ydeu.here.unknown",
        "ydeu.wipe",
        "ydeu/no.py",
        "nowhere",
    }
    assert missing(tmp_path) == {"README.md": expected, "ydeu/README.md": expected}
