"""``manage.py evaluate`` without the extra ``evaluate``. The figures are tested in ``tests/engine``."""

import subprocess
import sys

import pytest

from ydeu.settings.base import ROOT

WITHOUT_IR_MEASURES = """
import sys
from django.core.management import execute_from_command_line

sys.modules["ir_measures"] = None
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


@pytest.mark.slow
def test_a_missing_library_is_named_with_the_way_to_install_it() -> None:
    command = [sys.executable, "-c", WITHOUT_IR_MEASURES, "evaluate", "anywhere"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "CommandError: This command needs the package ir-measures, which a server does not. Install it with "
        f"{sys.executable} -m pip install ir-measures==0.4.3"
    )
