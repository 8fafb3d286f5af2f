"""The type checkers accept this checkout, and the installed package as its users have it.

The contracts are plain files. `typings/must_pass` contains no error. In `typings/must_fail` every
line with an error has an ignore, and an unused ignore is an error. `typings/plugin` has errors for
the plugin for mypy only: see `test_mypy_plugin.py`.

pyright's rules are checked by basedpyright, a wheel that brings Node.js, and where it matters to
users by pyright itself.
"""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.checkers import environment, installed
from tests.support.once import needs_3_11, only_with

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
CONTRACTS = ROOT / "typings"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def parts() -> list[Path]:
    """Returns what is checked: the package, and the folders of the tests."""
    folders = [folder for folder in TESTS.iterdir() if any(folder.glob("*.py"))]
    return [ROOT / "stdnet", TESTS, *sorted(folders)]


def run(
    module: str, *arguments: str | Path, cwd: Path, library: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a checker that finds only installed packages, in `library` first, and files in `cwd`."""
    package = module.partition(".")[0]
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed: pip install -r tests/requirements.txt")
    # `basedpyright --verifytypes` asks the first Python on PATH for the installed packages.
    variables = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    if library is not None:
        variables["PYTHONPATH"] = str(library)
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        text=True,
    )


def assert_clean(checked: subprocess.CompletedProcess[str]) -> None:
    if checked.returncode != 0:
        pytest.fail(f"{checked.stdout}{checked.stderr}", pytrace=False)


def files(part: str) -> list[str | Path]:
    """Returns the files of a part that are checked here."""
    if part == "tests":
        return [*TESTS.glob("*.py")]
    if part == "tests/site" and find_spec("playwright") is None:
        # `tests/requirements-dev.txt` has it, as few need the test in a browser.
        return [path for path in (ROOT / part).glob("*.py") if path.name != "test_browser.py"]
    return [part]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy_cache")


@pytest.fixture
def checkout() -> Path:
    if not (ROOT / "stdnet").is_dir():
        pytest.skip("the sources of stdnet are not beside its tests")
    return ROOT


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Returns a folder with the contracts and no settings, where stdnet is the installed one."""
    stub = installed().locate_file("stdnet/result/_containers.pyi")
    if not Path(str(stub)).is_file():
        pytest.skip("stdnet is installed in place; this test checks the wheel")
    for folder in ("must_pass", "must_fail", "plugin"):
        shutil.copytree(CONTRACTS / folder, tmp_path / folder)
    return tmp_path


def configure_pyright(folder: Path, **settings: object) -> None:
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))


@needs_3_11
def test_mypy_accepts_the_checkout(checkout: Path, cache: Path) -> None:
    assert_clean(run("mypy", "--cache-dir", cache, cwd=checkout))


# Part by part: after some hundred files a single error message can take pyright hours, as it
# collects the aliases of each union. See its `typeAliasSources`.
@needs_3_11
@pytest.mark.parametrize("part", [str(part.relative_to(ROOT)) for part in parts()])
def test_pyright_accepts_the_checkout(checkout: Path, part: str) -> None:
    assert_clean(run("basedpyright", "--pythonpath", sys.executable, *files(part), cwd=checkout))


def test_mypy_keeps_the_contracts(elsewhere: Path, cache: Path) -> None:
    strictness = ["--strict", "--warn-unreachable", "--explicit-package-bases"]
    codes = ["--enable-error-code=truthy-bool", "--enable-error-code=redundant-expr"]
    assert_clean(run("mypy", "--cache-dir", cache, *strictness, *codes, ".", cwd=elsewhere))


# Each for one version: that of the Python that runs this, and the oldest that stdnet supports.
@only_with("3.12")
@pytest.mark.parametrize(
    ("checker", "version"), [("pyright", {}), ("basedpyright", {"pythonVersion": "3.11"})]
)
def test_pyright_keeps_the_contracts(
    elsewhere: Path, checker: str, version: dict[str, str]
) -> None:
    configure_pyright(
        elsewhere,
        **version,
        typeCheckingMode="strict",
        enableTypeIgnoreComments=False,
        reportUnnecessaryTypeIgnoreComment="error",
    )
    assert_clean(run(checker, "--pythonpath", sys.executable, cwd=elsewhere))


def test_mypy_accepts_a_program_by_default(elsewhere: Path, cache: Path) -> None:
    # In another folder: beside the contracts, `import io` would import `must_pass/io.py`.
    program = shutil.copy(elsewhere / "must_pass" / "user_program.py", elsewhere)
    assert_clean(run("mypy", "--cache-dir", cache, program, cwd=elsewhere))


@only_with("3.12")
def test_pyright_accepts_a_program_by_default(elsewhere: Path) -> None:
    program = elsewhere / "must_pass" / "user_program.py"
    assert_clean(run("pyright", "--pythonpath", sys.executable, program, cwd=elsewhere))


# mypy takes MYPY for True: the stub hides `__bool__` from it.
HIDDEN_FROM_MYPY = """
stdnet.result._containers.MYPY
stdnet.result._containers.(Ok|Err).__bool__
"""


def test_the_stub_matches_the_module(elsewhere: Path) -> None:
    allowed = elsewhere / "allowed.txt"
    allowed.write_text(HIDDEN_FROM_MYPY)
    module = "stdnet.result._containers"
    assert_clean(run("mypy.stubtest", "--allowlist", allowed, module, cwd=elsewhere))


@only_with("3.12")
def test_every_public_type_is_known(elsewhere: Path, tmp_path: Path) -> None:
    # Without the programs of pages: they are no modules to import, and their names are not
    # public, which pyright cannot know. Their many unions would take it more than minutes.
    library = tmp_path / "library"
    package = Path(str(installed().locate_file("stdnet")))
    programs = shutil.ignore_patterns("programs", "exercises", "lessons", "__pycache__")
    shutil.copytree(package, library / "stdnet", ignore=programs)
    # `--ignoreexternal`: the bases of `Ok` and `Err` in `returns` are partly unknown to pyright.
    command = ("basedpyright", "--verifytypes", "stdnet", "--ignoreexternal")
    assert_clean(run(*command, cwd=elsewhere, library=library))
