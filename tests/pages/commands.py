"""The commands that pages show, and the tests that run them, or why none does."""

from typing import Final

README: Final = "tests/pages/test_readme.py::test_the_commands_of_readme_work"
PLATFORMS: Final = "tests/platforms/test_commands.py"
HOWTO: Final = "tests/pages/test_howto.py"
GRADING: Final = "tests/pages/test_grading.py"
AS_ME: Final = 'sudo setpriv --reuid "$(id -u)" --regid "$(id -g)" --clear-groups '
BIND_80: Final = (
    """.venv/bin/python -c 'from stdnet import *; print(TcpListener.bind("0.0.0.0:80"))'"""
)

COMMANDS: Final[dict[str, str]] = {
    "python3 -m venv .venv && . .venv/bin/activate": README,
    "pip install stdnet": README,
    "python -m stdnet.learn run 00": "tests/learn/test_course.py"
    "::test_a_program_runs_and_prints_what_its_page_says",
    "python3 -m venv .venv && .venv/bin/pip install -q . && "
    ".venv/bin/python -m stdnet.examples.echo": README,
    # It is what decides about each commit.
    "python3 -m venv .venv && .venv/bin/pip install -q . -r tests/requirements.txt && "
    ".venv/bin/pytest": ".ci/tests",
    ".venv/bin/pip install -q . -r tests/requirements-dev.txt && "
    ".venv/bin/python -m tests.bench": "tests/test_bench.py",
    "sudo sysctl -q -w net.ipv4.ip_unprivileged_port_start=80": PLATFORMS,
    BIND_80: PLATFORMS,
    f"{AS_ME}--inh-caps=+net_bind_service --ambient-caps=+net_bind_service {BIND_80}": PLATFORMS,
    f"{AS_ME}--inh-caps=+net_raw --ambient-caps=+net_raw "
    ".venv/bin/python -m stdnet.examples.ping 127.0.0.1": PLATFORMS,
    'unshare -rn sh -c "ip link set lo up && '
    '.venv/bin/python -m stdnet.examples.ping 127.0.0.1"': PLATFORMS,
    'sudo sysctl -q -w net.ipv4.ping_group_range="0 2147483647"': PLATFORMS,
    ".venv/bin/python -c 'from stdnet.socket2 import *; "
    "print(Socket.new(Domain.IPV4, Type.DGRAM, Protocol.ICMPV4))'": PLATFORMS,
    ".venv/bin/python -m gevent.monkey --no-thread --module stdnet.examples.echo": PLATFORMS,
    ".venv/bin/python -c 'import eventlet; eventlet.monkey_patch(thread=False); "
    "from stdnet.examples import echo; echo.both().unwrap()'": PLATFORMS,
    ".venv/bin/mypy --platform darwin server.py": PLATFORMS,
    "strace -f -e trace=network,close -o calls.txt .venv/bin/python -m stdnet.examples.echo": HOWTO,
    "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost "
    "-addext subjectAltName=DNS:localhost -keyout localhost.pem -out localhost.pem": HOWTO,
    "python grade.py 1 submissions > grades.csv": GRADING,
    'unshare -rn sh -c "ip link set lo up && python grade.py 1 submissions > grades.csv"': GRADING,
    "python3.14t -m stdnet.examples.echo": PLATFORMS,
    "pypy3 -m stdnet.examples.echo": "tests/examples/test_pypy.py::test_an_example_runs_with_pypy",
}
"""A test as `FILE::NAME`, a file of tests, or a program of `.ci`."""

NOT_RUN: Final[dict[str, str]] = {
    "wsl --install -d Ubuntu-24.04": "it takes Windows",
    "sudo apt-get install -y python3-venv": "it changes the system",
    "sudo apt-get install -y strace": "it changes the system",
    'docker run --rm --init python:3.13-slim sh -c "pip install -q stdnet && '
    'python -m stdnet.examples.echo"': "it takes Docker and a release",
    "docker run --rm --platform linux/386 python:3.13-slim sh -c "
    '"pip install -q stdnet && python -m stdnet.examples.echo"': "it takes Docker and a release",
}
"""Why no test runs a command."""
