"""The plugin for mypy reports what its contracts in `typings/plugin` say, however mypy is run.

A comment `# E: code` in a contract says what is reported in that line. No other line is reported.
The long tests do all of it with the oldest mypy that is supported.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

import pytest

import stdnet
from stdnet.result import Panic
from tests.support.once import only_with

CONTRACTS: Final = Path(__file__).resolve().parents[1] / "typings"
OLDEST: Final = "2.2.0"
PLUGIN: Final = "stdnet.mypy_plugin"
PLUGIN_OF_RETURNS: Final = "returns.contrib.mypy.returns_plugin"
CODES: Final = ("question", "missing-propagate", "unused-result")

EXPECTED: Final = re.compile(r"# E: ([\w-]+(?:, [\w-]+)*)$")
REPORTED: Final = re.compile(r"(.+?):(\d+): error: (.+)  \[([\w-]+)\]")

pytestmark = [only_with("3.12"), pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Mypy:
    """One mypy, which sees stdnet as an installed package."""

    python: str
    library: Path
    """A folder with nothing but stdnet, which another environment can have in its path, too."""

    def run(self, folder: Path, module: str, *arguments: str) -> str:
        """Runs mypy or one of its tools in a folder, and returns its output."""
        environment = {name: value for name, value in os.environ.items() if name != "MYPYPATH"}
        environment["PYTHONPATH"] = str(self.library)
        command = [self.python, "-m", module, *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode in {0, 1}, f"{done.stdout}{done.stderr}"
        return done.stdout

    def check(self, folder: Path, *arguments: str) -> list[str]:
        """Returns the errors that mypy reports."""
        output = self.run(folder, "mypy", "--no-error-summary", *arguments)
        return [line for line in output.splitlines() if ": note: " not in line]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "stdnet").symlink_to(Path(stdnet.__file__).parent, target_is_directory=True)
    return folder


@pytest.fixture(scope="module", params=["installed", pytest.param(OLDEST, marks=pytest.mark.long)])
def mypy(
    request: pytest.FixtureRequest, library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mypy:
    """Returns the installed mypy, and then the oldest one in an environment of its own."""
    if request.param == "installed":
        if find_spec("mypy") is None:
            pytest.skip("mypy is not installed: pip install -r tests/requirements.txt")
        return Mypy(sys.executable, library)
    folder = tmp_path_factory.mktemp("oldest")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    wanted = [f"mypy=={request.param}", f"returns=={version('returns')}"]
    install = [python, "-m", "pip", "install", "--quiet", *wanted]
    done = subprocess.run(install, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip(f"pip installs no mypy {request.param}: {done.stderr}")
    return Mypy(python, library)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Returns a folder with a configuration that loads the plugin."""
    configure(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def cache(mypy: Mypy, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Returns the option for a cache that tests with the same configuration share."""
    return f"--cache-dir={tmp_path_factory.mktemp('cache')}"


def configure(folder: Path, *settings: str, plugins: str = PLUGIN) -> None:
    lines = ["[mypy]", "strict = true", f"plugins = {plugins}", *settings]
    (folder / "mypy.ini").write_text("\n".join(lines))


def write(path: Path, text: str) -> None:
    path.write_text(dedent(text).lstrip())


def contracts(folder: Path) -> list[str]:
    """Copies the contracts of the plugin into a folder."""
    shutil.copytree(CONTRACTS / "plugin", folder, dirs_exist_ok=True)
    return sorted(path.name for path in (CONTRACTS / "plugin").glob("*.py"))


def expected(folder: Path, files: list[str]) -> list[tuple[str, int, str]]:
    """Returns the files, lines and codes of the errors that the contracts expect."""
    return [
        (name, number, code)
        for name in files
        for number, line in enumerate((folder / name).read_text().splitlines(), 1)
        if (found := EXPECTED.search(line))
        for code in found[1].split(", ")
    ]


def places(errors: list[str]) -> list[tuple[str, int, str]]:
    """Returns the files, lines and codes of errors."""
    found = [REPORTED.fullmatch(error) for error in errors]
    assert all(found), errors
    return sorted((match[1], int(match[2]), match[4]) for match in found if match)


def test_the_contracts_hold(mypy: Mypy, folder: Path, cache: str) -> None:
    files = contracts(folder)
    assert len(expected(folder, files)) > 150
    assert places(mypy.check(folder, cache, *files)) == expected(folder, files)


def test_a_second_run_reports_the_same_from_the_cache(mypy: Mypy, folder: Path) -> None:
    files = contracts(folder)
    first = mypy.check(folder, *files)
    assert places(first) == expected(folder, files)
    assert mypy.check(folder, *files) == first
    with (folder / files[0]).open("a") as file:
        file.write("\n# changed\n")
    assert sorted(mypy.check(folder, *files)) == sorted(first)


@pytest.mark.parametrize(
    "plugins", [f"{PLUGIN}, {PLUGIN_OF_RETURNS}", f"{PLUGIN_OF_RETURNS}, {PLUGIN}"]
)
def test_it_works_beside_the_plugin_of_returns(mypy: Mypy, folder: Path, plugins: str) -> None:
    configure(folder, plugins=plugins)
    files = contracts(folder)
    assert places(mypy.check(folder, *files)) == expected(folder, files)
    program = """
        from returns.curry import curry, partial
        from returns.pipeline import flow

        def repeated(n: int, text: str) -> str:
            return text * n

        reveal_type(curry(repeated)(1))
        reveal_type(partial(repeated, 1))
        reveal_type(flow(1, lambda n: n + 1, str))
    """
    write(folder / "program.py", program)
    output = mypy.run(folder, "mypy", "program.py")
    assert re.findall(r'Revealed type is "(.+)"', output) == [
        "def (text: str) -> str",
        "def (text: str) -> str",
        "str",
    ]


def test_it_changes_no_type(mypy: Mypy, folder: Path) -> None:
    configure(
        folder,
        "warn_unreachable = true",
        "explicit_package_bases = true",
        "enable_error_code = truthy-bool, redundant-expr",
        f"disable_error_code = {', '.join(CODES)}",
    )
    for name in ("must_pass", "must_fail"):
        shutil.copytree(CONTRACTS / name, folder / name)
    assert mypy.check(folder, "must_pass", "must_fail") == []


PROGRAM: Final = """
    from stdnet import Err, From, Ok, Result, io, propagate

    class Lost(Exception): ...
    class Garbled(Exception): ...
    class Both(Exception, From[Lost | Garbled]): ...
    class Also(Exception, From[Lost]): ...

    def lost() -> Result[int, Lost]:
        return Err(Lost())

    @propagate
    def into_another() -> Result[int, Garbled]:
        return Ok(lost().unwrap())

    @propagate
    def into_two() -> Result[int, Garbled | str]:
        return Ok(lost().unwrap())

    @propagate
    def by_several() -> Result[int, Both | Also]:
        return Ok(lost().unwrap())

    @propagate
    def into_nothing() -> Ok[int]:
        return Ok(lost().unwrap())

    def without() -> Result[int, Lost]:
        return Ok(lost().unwrap())

    def unused() -> None:
        io.sink().flush()
"""


TEXTS: Final = """
`?` couldn't convert the error to `Garbled`: the trait `From<Lost>` is not implemented for `Garbled`
`?` couldn't convert the error to `Garbled | str`: \
the trait `From<Lost>` is not implemented for `Garbled | str`
`?` couldn't convert the error to `Both | Also`: \
the trait `From<Lost>` is implemented for several: `Both`, `Also`
`?` couldn't convert the error to `Never`: the trait `From<Lost>` is not implemented for `Never`
`.unwrap()` panics in a function without `@propagate`, though it returns a `Result`: \
decorate it, or say by `.expect(…)` why there is no `Err`
unused `Result` that must be used
"""


def texts(errors: list[str], code: str = "") -> list[str]:
    """Returns the texts of errors, of those with that code."""
    found = [REPORTED.fullmatch(error) for error in errors]
    return [match[3] for match in found if match and match[4].startswith(code)]


def test_the_errors_have_the_recorded_texts(mypy: Mypy, folder: Path, cache: str) -> None:
    write(folder / "program.py", PROGRAM)
    assert texts(mypy.check(folder, cache, "program.py")) == TEXTS.strip().splitlines()


def test_a_question_is_reported_with_the_text_of_its_panic(
    mypy: Mypy, folder: Path, cache: str
) -> None:
    write(folder / "program.py", PROGRAM)
    namespace = dict[str, Any]()
    exec(dedent(PROGRAM), namespace)
    panics = list[str]()
    for name in ("into_another", "into_two", "by_several", "into_nothing"):
        with pytest.raises(Panic) as caught:
            namespace[name]()
        panics.append(str(caught.value).removesuffix(": Lost()"))
    assert texts(mypy.check(folder, cache, "program.py"), "question") == panics


IGNORED: Final = """
    from stdnet import Err, Ok, Result, io, propagate

    def lost() -> Result[int, str]:
        return Err("lost")

    @propagate
    def ask() -> Result[int, int]:
        io.sink().flush()  # type: ignore[unused-result]
        return Ok(lost().unwrap())  # type: ignore[question]

    def panic() -> Result[int, str]:
        return Ok(lost().unwrap())  # type: ignore[missing-propagate]
"""


def test_each_code_is_ignored_by_line(mypy: Mypy, folder: Path, cache: str) -> None:
    write(folder / "program.py", IGNORED)
    assert mypy.check(folder, cache, "program.py") == []


def test_an_ignore_of_another_code_ignores_nothing(mypy: Mypy, folder: Path, cache: str) -> None:
    other = {"question": "misc", "missing-propagate": "question", "unused-result": "question"}
    text = re.sub(r"\[([\w-]+)\]$", lambda m: f"[{other[m[1]]}]", IGNORED, flags=re.MULTILINE)
    write(folder / "program.py", text)
    codes = [code for _, _, code in places(mypy.check(folder, cache, "program.py"))]
    assert sorted(code for code in codes if code != "unused-ignore") == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_disabled_in_the_configuration(mypy: Mypy, folder: Path, code: str) -> None:
    configure(folder, f"disable_error_code = {code}")
    write(folder / "program.py", PROGRAM)
    codes = {code for _, _, code in places(mypy.check(folder, "program.py"))}
    assert codes == set(CODES) - {code}


def test_a_code_is_disabled_for_a_module(mypy: Mypy, folder: Path) -> None:
    configure(folder, "[mypy-program]", "disable_error_code = unused-result, question")
    write(folder / "program.py", PROGRAM)
    write(folder / "other.py", PROGRAM)
    found = {(name, code) for name, _, code in places(mypy.check(folder, "program.py", "other.py"))}
    assert found == {
        ("program.py", "missing-propagate"),
        *(("other.py", code) for code in CODES),
    }


def test_a_code_is_disabled_in_a_file(mypy: Mypy, folder: Path, cache: str) -> None:
    comment = '# mypy: disable-error-code="unused-result"\n'
    (folder / "program.py").write_text(comment + dedent(PROGRAM))
    codes = {code for _, _, code in places(mypy.check(folder, cache, "program.py"))}
    assert codes == {"question", "missing-propagate"}


def test_an_ignore_that_is_not_needed_is_reported(mypy: Mypy, folder: Path, cache: str) -> None:
    program = """
        from stdnet import Ok, Result, propagate

        @propagate
        def ask(r: Result[int, str]) -> Result[int, str]:
            return Ok(r.unwrap())  # type: ignore[question]
    """
    write(folder / "program.py", program)
    assert places(mypy.check(folder, cache, "program.py")) == [("program.py", 5, "unused-ignore")]


def test_modules_that_import_each_other_are_checked(mypy: Mypy, folder: Path, cache: str) -> None:
    program = """
        import other
        from stdnet import Ok, Result, propagate

        class Lost(Exception): ...

        def lost() -> Result[int, Lost]:
            return Ok(other.size)

        @propagate
        def ask() -> Result[int, other.Wrapped | int]:
            return Ok(other.later.unwrap() + other.garbled().unwrap())
    """
    other = """
        from __future__ import annotations
        import program
        from stdnet import Err, From, Result

        class Garbled(Exception): ...
        class Wrapped(Exception, From["program.Lost"]): ...

        def garbled() -> Result[int, Garbled]:
            return Err(Garbled())

        size = 1
        later = program.lost()
    """
    write(folder / "program.py", program)
    write(folder / "other.py", other)
    assert places(mypy.check(folder, cache, "program.py")) == [("program.py", 11, "question")]


def test_the_generics_of_python_3_12_are_checked(mypy: Mypy, folder: Path) -> None:
    is_oldest = mypy.python != sys.executable or version("mypy") == OLDEST
    if sys.version_info < (3, 12) and is_oldest:
        pytest.skip("this mypy parses what its Python parses")
    program = """
        from stdnet import Err, From, Ok, Result, propagate

        class Lost(Exception): ...
        class Garbled(Exception): ...
        class Wrapped[T](Exception, From[T]): ...

        type Both = Lost | Garbled
        type Fetched[T] = Result[T, Wrapped[Lost] | int]

        def both() -> Result[int, Both]:
            return Err(Lost())

        @propagate
        def by_alias() -> Fetched[int]:
            return Ok(both().unwrap())  # E: question

        @propagate
        def of_one_of_two[E: (Lost, Garbled)](r: Result[int, E]) -> Result[int, Garbled]:
            return Ok(r.unwrap())  # E: question

        @propagate
        def of_any[E](r: Result[int, E]) -> Result[int, Wrapped[E]]:
            return Ok(r.unwrap())

        def without[E](r: Result[int, E]) -> Fetched[int]:
            return Ok(r.unwrap())  # E: missing-propagate
    """
    write(folder / "program.py", program)
    errors = mypy.check(folder, "--python-version=3.13", "program.py")
    assert places(errors) == expected(folder, ["program.py"])


def test_a_mypy_that_it_does_not_know_reports_nothing(mypy: Mypy, folder: Path) -> None:
    broken = """
        import stdnet.mypy_plugin

        def fail(*arguments: object) -> None:
            raise AttributeError("mypy has changed")

        for name in ("_check_use", "_check_unwrap"):
            assert callable(getattr(stdnet.mypy_plugin, name))
            setattr(stdnet.mypy_plugin, name, fail)
        plugin = stdnet.mypy_plugin.plugin
    """
    write(folder / "broken.py", broken)
    configure(folder, plugins="broken.py")
    write(folder / "program.py", PROGRAM)
    assert mypy.check(folder, "program.py") == []


@dataclass
class Daemon:
    """A dmypy, and the files that it checks."""

    mypy: Mypy
    folder: Path
    files: list[str] = field(default_factory=list[str])
    changes: int = 0

    def run(self, *arguments: str) -> str:
        return self.mypy.run(self.folder, "mypy.dmypy", "--status-file=dmypy.json", *arguments)

    def write(self, name: str, text: str) -> None:
        """Writes a file, whose time differs from that of its last version."""
        write(self.folder / name, text)
        self.changes += 1
        when = self.changes * 10
        os.utime(self.folder / name, (when, when))
        self.files = sorted({*self.files, name})

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def check(self) -> list[tuple[str, int, str]]:
        output = self.run("check", *self.files)
        return places([line for line in output.splitlines() if ": error: " in line])


@pytest.fixture
def daemon(mypy: Mypy, folder: Path) -> Iterator[Daemon]:
    daemon = Daemon(mypy, folder)
    daemon.run("start", "--timeout=600", "--", "--config-file=mypy.ini")
    yield daemon
    daemon.run("stop")


def test_a_daemon_follows_the_changes_of_a_file(daemon: Daemon) -> None:
    daemon.write("program.py", IGNORED.replace(" type: ignore", ""))
    errors = [
        ("program.py", 8, "unused-result"),
        ("program.py", 9, "question"),
        ("program.py", 12, "missing-propagate"),
    ]
    assert daemon.check() == errors
    assert daemon.check() == errors
    # Statements come, go and move.
    daemon.change("program.py", "def lost()", "size = 1\n\ndef lost()")
    assert daemon.check() == [(name, line + 2, code) for name, line, code in errors]
    daemon.change("program.py", "size = 1\n\n", "")
    assert daemon.check() == errors
    # They are replaced.
    daemon.change("program.py", "    io.sink()", "    _ = io.sink()")
    assert daemon.check() == errors[1:]
    daemon.change("program.py", "return Ok(lost().unwrap())  #[q", "return Ok(1)  #[q")
    assert daemon.check() == errors[2:]
    daemon.change("program.py", "def panic()", "@propagate\ndef panic()")
    assert daemon.check() == []
    daemon.change("program.py", "@propagate\ndef ask", "def ask")
    daemon.change("program.py", "return Ok(1)", "return Ok(lost().unwrap())")
    assert daemon.check() == [("program.py", 8, "missing-propagate")]


def test_a_daemon_follows_the_changes_of_other_files(daemon: Daemon) -> None:
    errors = """
        from stdnet import From

        class Lost(Exception): ...
        class Garbled(Exception): ...

        class Base(Exception):
            @staticmethod
            def from_(error: Lost) -> "Wrapped":
                return Wrapped(error)

        class Wrapped(Base): ...
    """
    source = """
        from errors import Garbled, Lost
        from stdnet import Err, Result

        def lost() -> Result[int, Lost]:
            return Err(Lost())
    """
    program = """
        from errors import Wrapped
        from source import lost
        from stdnet import Ok, Result, propagate

        @propagate
        def ask() -> Result[int, Wrapped]:
            return Ok(lost().unwrap())
    """
    daemon.write("errors.py", errors)
    daemon.write("source.py", source)
    daemon.write("program.py", program)
    reported = [("program.py", 7, "question")]
    assert daemon.check() == []
    daemon.change("errors.py", "error: Lost", "error: Garbled")
    assert daemon.check() == reported
    daemon.change("source.py", "Lost", "Garbled")
    daemon.change("source.py", "Garbled, Garbled", "Garbled, Lost")
    assert daemon.check() == []
    daemon.change("source.py", "Result[int, Garbled]", "Result[int, Garbled | Lost]")
    assert daemon.check() == reported
    daemon.change("errors.py", "class Wrapped(Base)", "class Wrapped(Exception, From[Exception])")
    assert daemon.check() == []
    daemon.change("errors.py", "From[Exception]", "From[Lost]")
    assert daemon.check() == reported
