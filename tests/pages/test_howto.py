"""The commands of the pages under `howto` that need another program."""

import shlex
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.checks import commands
from tests.pages.commands import NOT_RUN
from tests.pages.fill import LEARN
from tests.support.once import only_with
from tests.support.strace import needs_strace

HOWTO = LEARN / "howto"

pytestmark = [
    pytest.mark.skipif(not HOWTO.exists(), reason="the pages are not beside this"),
    only_with("3.13"),
]


def run(page: str, folder: Path) -> None:
    """Runs the command of a page in a folder, with this Python instead of that of `.venv`."""
    shown = commands((HOWTO / page).read_text(encoding="utf-8"))
    (command,) = (each for each in shown if each not in NOT_RUN)
    args = shlex.split(command.replace(".venv/bin/python", shlex.quote(sys.executable)))
    try:
        subprocess.run(args, cwd=folder, capture_output=True, check=True, timeout=60)
    except FileNotFoundError:
        pytest.skip(f"there is no {args[0]}")


@needs_strace
def test_strace_shows_the_calls_that_the_page_quotes(tmp_path: Path) -> None:
    page = "see_the_calls.en.md"
    run(page, tmp_path)
    text = (HOWTO / page).read_text(encoding="utf-8")
    quoted = [
        line.partition("(")[0] for line in text.splitlines() if line.endswith((" = 0", " = 3"))
    ]
    traced = (tmp_path / "calls.txt").read_text(encoding="utf-8").splitlines()
    called = [line.split()[1].partition("(")[0] for line in traced]
    first = called.index("socket")
    assert called[first : first + 4] == quoted


def test_the_certificate_of_the_page_is_one(tmp_path: Path) -> None:
    run("tls.en.md", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "localhost.pem")
