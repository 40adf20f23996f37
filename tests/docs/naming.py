"""What the documents name: paths, links and modules, and whether the repository has them."""

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/**/*.md",
    "deploy/**/*.md",
    "matching/**/*.md",
    "ydeu/**/*.md",
)
CODE = ("ydeu", "matching", "tests", "deploy")
NOT_OURS = {".git", ".venv", ".venv-django6", "var", "staticfiles", "__pycache__"}

EXAMPLES = re.compile(r"/|var/|media/|\.venv/|VAR_DIR/|\w+\.csv$|deploy/environment$|deploy/images\.env$")
"""Made where the site runs, or by the reader. An absolute path is one of a host, or an address."""

SHELL = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
BRACES = re.compile(r"([\w./-]*[\w./])\{([\w., -]+)\}([\w./-]*)")
WORD = re.compile(r"[^\s,;=()'\"]+")
PATH = re.compile(r"/?(?:[\w.*][\w.*-]*/)+(?:[\w.*][\w.*-]*)?")
FILE = re.compile(r"[\w.*-]*\w\.(?:conf|css|csv|html|js|json|lock|md|po|py|toml|yaml)")
DOTTED = re.compile(rf"(?<![\w./-])(?:{'|'.join(CODE)})(?:\.[a-z]\w*)+(?![\w/-])")
MODULES = re.compile(r"^\| modules? \|.*\n\|[-| :]+\n((?:\|.*\n?)+)", re.MULTILINE)


def missing(root: Path) -> dict[str, set[str]]:
    """By document: what it names and the repository at ``root`` does not have."""
    known = files(root)
    found = {path: set(faults(path, root, known)) for path in documents(root)}
    return {path.relative_to(root).as_posix(): names for path, names in found.items() if names}


def documents(root: Path) -> list[Path]:
    return sorted({path for pattern in DOCUMENTS for path in root.glob(pattern)})


def files(root: Path) -> set[str]:
    """Every file of the repository as ``/folder/name.py``, every folder as ``/folder/``."""
    found = set()
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        within = folder.removeprefix(str(root))
        found |= {f"{within}/{name}" for name in names} | {f"{within}/{name}/" for name in folders}
    return found


def faults(document: Path, root: Path, known: set[str]) -> Iterator[str]:
    text = document.read_text()
    yield from (name for name in paths(text) if not has_path(name, known))
    yield from (name for name in LINK.findall(text) if not (document.parent / name).exists())
    yield from (name for name in DOTTED.findall(whole(text)) if not has_name(name, root))
    folder = f"{str(document.parent).removeprefix(str(root))}/"
    yield from (name for name in modules(text) if not has_module(name, folder, known))


def whole(text: str) -> str:
    """``ydeu.{urls, home}`` written out as ``ydeu.urls ydeu.home``."""

    def written_out(match: re.Match[str]) -> str:
        before, names, after = match.groups()
        return " ".join(f"{before}{name.strip()}{after}" for name in names.split(","))

    return BRACES.sub(written_out, text)


def paths(text: str) -> set[str]:
    """The words of code spans and of shell commands that read like a path, without the examples."""
    code = SHELL.findall(text) + SPAN.findall(FENCED.sub("", text))
    words = {word for part in code for word in WORD.findall(whole(part)) if "://" not in word}
    names = {word.partition(":")[0] for word in words}
    return {
        name for name in names if (PATH.fullmatch(name) or FILE.fullmatch(name)) and not EXAMPLES.match(name)
    }


def has_path(name: str, known: set[str]) -> bool:
    """True if a file or folder has this path, or, when it begins below the root, a path that ends with it."""
    top = f"/{name.partition('/')[0]}/"
    wanted = (f"/{name}", f"/{name.rstrip('/')}/")
    if top in known and "*" not in name:
        return not known.isdisjoint(wanted)
    before = "" if top in known else "*"
    return any(fnmatchcase(path, f"{before}{each}") for path in known for each in wanted)


def has_name(name: str, root: Path) -> bool:
    """True for a package, a module, a name in one of them, and the name of a task."""
    place, parts = root, name.split(".")
    while parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    if not parts:
        return True
    module = place / f"{parts[0]}.py"
    if module.is_file():
        return len(parts) == 1 or speaks_of(module, parts[1])
    return speaks_of(place / "__init__.py", parts[0]) or any(
        f'"{name}"' in tasks.read_text() for tasks in place.rglob("tasks.py")
    )


def speaks_of(module: Path, name: str) -> bool:
    return module.is_file() and bool(re.search(rf"\b{name}\b", module.read_text()))


def modules(text: str) -> list[str]:
    """The code spans in the first column of a table of modules."""
    rows = [row for table in MODULES.findall(text) for row in table.splitlines()]
    return [name for row in rows for name in SPAN.findall(row.split("|")[1])]


def has_module(name: str, folder: str, known: set[str]) -> bool:
    """True if there is such a module or package anywhere below the folder of the document."""
    ends = (f"/{name}.py", f"/{name}/")
    return any(path.startswith(folder) and path.endswith(ends) for path in known)
