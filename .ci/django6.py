"""Run the quick tests on the newest Django 6, and list what breaks now and what will break later.

The site runs on Django 5.2 (LTS). This says in time what the next one needs. It has a virtual environment and
a lock file of its own. The tests of the engine are left out: they do not know Django.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-django6.lock"
VENV = ROOT / ".venv-django6"
PYTHON = str(VENV / "bin" / "python")
WANTED = ((3, 12), (3, 13))
NEEDS = "import sys; sys.exit(sys.version_info[:2] not in {wanted})"
OTHER_PLACES = ("tests/engine", "tests/benchmarks", "tests/browser", "tests/laptop", "tests/ci", "tests/docs")
TESTS = ("-m", "not browser and not worker and not slow", *(f"--ignore={place}" for place in OTHER_PLACES))
PYTEST = ("-n", "2", "--dist", "worksteal", "-q", "-p", "no:cacheprovider", "-o", "filterwarnings=default")
LATER = re.compile(r"RemovedInDjango\w+Warning: (.+)")

DECLARED = """
import importlib.metadata as metadata
from packaging.requirements import Requirement
version = metadata.version("django")
for dist in metadata.distributions():
    for text in dist.requires or ():
        need = Requirement(text)
        excluded = need.name.lower() == "django" and not need.specifier.contains(version)
        if excluded and (need.marker is None or need.marker.evaluate({"extra": ""})):
            print(f"{dist.name} {dist.version} declares {need}")
"""


def main() -> int:
    python = next(pythons(os.environ), None)
    if python is None:
        print(
            "NOT CHECKED ON DJANGO 6: install Python 3.12 or 3.13, or name it: PYTHON_DJANGO6=/path/to/python"
        )
        return 0
    prepare(python)
    version = told_by("-m", "django", "--version").strip()
    print(f"== The quick tests on Django {version}, {told_by('--version').strip()}", flush=True)
    excluded = told_by("-c", DECLARED).splitlines()
    print(*(f"Excludes this Django by its own declaration: {line}" for line in excluded), sep="\n")
    status = run("manage.py", "check") or run("manage.py", "makemigrations", "--check", "--dry-run")
    return status or run_tests()


def pythons(environ: Mapping[str, str]) -> Iterator[str]:
    """The interpreters that fit: the one that is named, those on the PATH, those of pyenv and uv."""
    named = environ.get("PYTHON_DJANGO6")
    found = [shutil.which(name) for name in ("python3.13", "python3.12", "python3")]
    pyenv = Path(environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found += [str(path) for minor in (13, 12) for path in sorted(pyenv.glob(f"3.{minor}*/bin/python"))]
    if not named and shutil.which("uv"):
        looked = subprocess.run(
            ["uv", "python", "find", ">=3.12,<3.14"], capture_output=True, text=True, check=False
        )
        found.append(looked.stdout.strip())
    yield from (path for path in ([named] if named else found) if path and fits(path))


def fits(python: str) -> bool:
    command = [python, "-c", NEEDS.format(wanted=WANTED)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def prepare(python: str) -> None:
    """Make the virtual environment, unless there is one with these packages."""
    stamp, wanted = VENV / "lock.sha256", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=True)
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",  # most of it is never imported; the first import compiles the rest
        "--require-hashes",
        "-r",
        str(LOCK),
    ]
    subprocess.run([PYTHON, *install], check=True)
    stamp.write_text(wanted)


def environment(**more: str) -> dict[str, str]:
    ours = {"DJANGO_SETTINGS_MODULE": "ydeu.settings.test", "PYTHONDONTWRITEBYTECODE": ""}
    return {**os.environ, **ours, **more}


def told_by(*words: str) -> str:
    done = subprocess.run(
        [PYTHON, *words], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return str(done.stdout)


def run(*words: str) -> int:
    """Run a command on an empty database: a fresh clone has none."""
    environ = environment(DATABASE_URL="sqlite:///:memory:")
    return subprocess.run([PYTHON, *words], cwd=ROOT, env=environ, check=False).returncode


def run_tests() -> int:
    """Run the tests and show what they say. At the end list what a later Django removes."""
    command = [PYTHON, "-m", "pytest", *PYTEST, *TESTS]
    later: set[str] = set()
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as tests:
        for line in tests.stdout or ():
            if found := LATER.search(line):
                later.add(found[1])
            elif re.match(r"FAILED|ERROR|\d+ (passed|failed)|=+ (FAIL|ERR|short)|E  |[\w/]+\.py:\d+: ", line):
                print(line, end="", flush=True)
    print(*(f"A later Django removes this: {each}" for each in sorted(later)), sep="\n")
    return tests.returncode


if __name__ == "__main__":
    sys.exit(main())
