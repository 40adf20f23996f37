#!/bin/sh
# Create the virtual environment $1 with the first Python 3.11 to 3.13 that is found. PYTHON chooses one.
set -eu
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$candidate" -c "$fits" 2>/dev/null; then
        echo "Making $1 with $("$candidate" --version)"
        "$candidate" -m venv "$1" && exit 0
        echo "Python's venv module does not work here. On Debian and Ubuntu: apt-get install python3-venv" >&2
        rm -rf "$1"
        exit 1
    fi
done
echo "No Python 3.11, 3.12 or 3.13 found as ${PYTHON:-python3}. Install one, or name it: make PYTHON=/path/to/python3" >&2
exit 1
