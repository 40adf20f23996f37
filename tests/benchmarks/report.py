"""Write docs/benchmarks.md, section by section."""

import os
import re
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
SECTIONS = {
    "quality": "Match quality",
    "depth": "Match quality in a large market",
    "trust": "Trust",
    "speed": "Speed and memory",
    "latency": "One new listing",
    "posting": "From publication to suggestions",
    "rebuild": "A new version of the index",
    "queue": "A coordinator's queue",
    "limits": "A member at the limits",
    "tune": "How the settings were chosen",
}
PACKAGES = ("numpy", "scipy", "scikit-learn", "sparse-dot-topn", "bm25s")
HEADING = """# Benchmarks

`make bench` writes this page. Each section names the command that writes it. No figure is typed by hand.
"""


def write(section: str, body: str) -> None:
    """Replace one section, print it, and leave the others as they are."""
    text = f"{body.strip()}\n\nCommand: `python -m tests.benchmarks {section}`. {machine()}"
    print(f"\n## {SECTIONS[section]}\n\n{text}", flush=True)
    bodies = {**read(), section: text}
    parts = [
        f"## {title}\n\n<!-- begin {name} -->\n{bodies[name]}\n<!-- end {name} -->\n"
        for name, title in SECTIONS.items()
        if name in bodies
    ]
    PAGE.write_text("\n".join([HEADING, *parts]), encoding="utf-8")


def read() -> dict[str, str]:
    """The sections of the page, by name."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    return dict(re.findall(r"<!-- begin (\w+) -->\n(.*?)\n<!-- end \1 -->", page, flags=re.DOTALL))


def machine() -> str:
    """The machine, and the versions of the packages."""
    memory = round(psutil.virtual_memory().total / 2**30)
    found = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return f"Machine: {len(os.sched_getaffinity(0))} cores, {memory} GiB of memory; {found}."


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown. The first column is text, the others are numbers."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def number(value: float) -> str:
    """A number with three significant digits, or three decimals below 1: 0.012, 1.23, 123, 12,345."""
    if value == 0:
        return "0"
    digits = 3 - len(str(int(abs(value)))) if abs(value) >= 1 else 3
    return f"{round(value, max(digits, 0)):,.{max(digits, 0)}f}" if digits >= 0 else f"{round(value):,}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
