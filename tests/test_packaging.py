"""The repository, and the wheel and the source archive that are made of it.

The section "Releasing" of `tests/README.md` has the commands that judge them; they are run as they
stand there.
"""

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import pytest

import stdnet
from tests.support.once import only_with

pytestmark = only_with("3.12")

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "tests" / "README.md"
LARGEST_WHEEL = 1_500_000


@dataclass(frozen=True)
class Archives:
    """The archives that a release uploads, in the folder `dist`."""

    wheel: Path
    source: Path

    @property
    def metadata(self) -> Distribution:
        folder = f"stdnet-{stdnet.__version__}.dist-info/"
        return PathDistribution(zipfile.Path(self.wheel, folder))

    @property
    def wheel_files(self) -> set[PurePosixPath]:
        return {PurePosixPath(name) for name in zipfile.ZipFile(self.wheel).namelist()}

    @property
    def source_files(self) -> set[PurePosixPath]:
        """Returns the files of the source archive, without the folder that they are in."""
        with tarfile.open(self.source) as archive:
            names = [PurePosixPath(each.name) for each in archive if each.isfile()]
        return {name.relative_to(name.parts[0]) for name in names}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Returns the files of the repository, without those that are being removed."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not in a checkout")
    git = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(git, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def built(tracked: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """Returns the archives of a copy that has only the files of the repository."""
    need("build", "hatchling")
    checkout = tmp_path_factory.mktemp("checkout")
    for file in tracked:
        (checkout / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, checkout / file)
    command = [sys.executable, "-m", "build", "--no-isolation"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    dist = checkout / "dist"
    (wheel,), (source,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    return Archives(wheel, source)


def need(*modules: str) -> None:
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        pytest.skip(f"without {', '.join(missing)}: pip install -r tests/requirements-dev.txt")


def checklist() -> str:
    return README.read_text(encoding="utf-8").partition("\n## Releasing\n")[2].partition("\n## ")[0]


def test_the_metadata_are_complete(built: Archives) -> None:
    metadata = built.metadata.metadata
    assert metadata["Version"] == stdnet.__version__
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert sorted(metadata.get_all("License-File", [])) == ["LICENSE-APACHE", "LICENSE-MIT"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Summary"]
    assert metadata["Author"]
    assert metadata["Keywords"]
    assert metadata["Description-Content-Type"] == "text/markdown"


def test_the_classifiers_name_the_pythons_that_are_tested(built: Archives) -> None:
    pythons = ROOT / ".ci" / "pythons"
    tested = re.search(r"for version in ([\d. ]+);", pythons.read_text(encoding="utf-8"))
    assert tested
    prefix = "Programming Language :: Python :: 3."
    classifiers = built.metadata.metadata.get_all("Classifier", [])
    named = [each.removeprefix(prefix) for each in classifiers if each.startswith(prefix)]
    assert [f"3.{minor}" for minor in named] == tested[1].split()


def test_returns_and_what_it_needs_are_the_only_dependencies(built: Archives) -> None:
    # `returns` needs `typing_extensions` as well, but takes older ones.
    names = [re.split(r"[^\w-]", each)[0] for each in built.metadata.requires or ()]
    assert names == ["returns", "typing-extensions"]


def test_users_see_no_extras(built: Archives) -> None:
    assert built.metadata.metadata.get_all("Provides-Extra") is None


def test_the_wheel_contains_only_the_package(built: Archives) -> None:
    package = {file for file in built.wheel_files if file.parts[0] == "stdnet"}
    typing = {PurePosixPath("stdnet/py.typed"), PurePosixPath("stdnet/result/_containers.pyi")}
    assert typing <= package
    # The pages of the course have programs in C and Rust, and what they print.
    pages = {file for file in package if file.suffix in {".md", ".c", ".rs", ".txt"}}
    # Some examples have the same program in Rust.
    twins = {file for file in pages if file.match("stdnet/examples/*.rs")}
    assert {file.parts[:2] for file in pages - twins} <= {("stdnet", "learn")}
    assert {file.suffix for file in package - typing - pages} == {".py"}
    assert {file.relative_to(file.parts[0]).as_posix() for file in built.wheel_files - package} == {
        *("METADATA", "RECORD", "WHEEL"),
        *("licenses/LICENSE-APACHE", "licenses/LICENSE-MIT"),
    }


def test_the_wheel_contains_the_whole_package(built: Archives, tracked: list[Path]) -> None:
    package = {file for file in built.wheel_files if file.parts[0] == "stdnet"}
    files = {PurePosixPath(file) for file in tracked if file.parts[0] == "stdnet"}
    assert package == {file for file in files if file.name != "ruff.toml"}


def test_the_wheel_is_small(built: Archives) -> None:
    assert built.wheel.stat().st_size < LARGEST_WHEEL


def test_the_source_archive_contains_the_whole_repository(
    built: Archives, tracked: list[Path]
) -> None:
    files = {PurePosixPath(file) for file in tracked}
    assert built.source_files == {*files, PurePosixPath("PKG-INFO")}


@pytest.mark.parametrize(
    ("tool", "module"),
    [
        ("twine check --strict", "twine"),
        ("check-wheel-contents", "check_wheel_contents"),
        ("pyroma --min 9", "pyroma"),
    ],
)
def test_the_tools_of_the_checklist_have_no_complaint(
    tool: str, module: str, built: Archives
) -> None:
    need(module)
    (command,) = re.findall(rf"^ *({tool} dist/\S+)", checklist(), re.MULTILINE)
    # pyroma asks for two things that are not known yet: see `project.urls` in pyproject.toml.
    if tool.startswith("pyroma") and "FILL IN" in (ROOT / "pyproject.toml").read_text("utf-8"):
        command += " --skip-tests=AuthorEmail,Url"
    done = subprocess.run(
        f"{Path(sys.executable).parent}/{command}",
        shell=True,
        cwd=built.wheel.parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def test_the_repository_has_no_other_files_at_the_top(tracked: list[Path]) -> None:
    assert {file.parts[0] for file in tracked} == {
        *("stdnet", "tests", "typings", ".ci"),
        *("README.md", "README.es.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"),
        *("pyproject.toml", ".gitignore"),
    }


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(?<![\w.])/(?:home|root|Users|work)/\w", id="a path of a machine"),
        pytest.param(r"#\s*(?:type|pyright):\s*ignore(?!\[[\w-]+)", id="an ignore without a rule"),
        pytest.param(r"#\s*noqa(?!: [A-Z]+\d+)", id="a noqa without a rule"),
        pytest.param(r"^(?:<{7}|>{7}) ", id="an unfinished merge"),
    ],
)
def test_no_file_contains_a_forbidden_pattern(pattern: str, tracked: list[Path]) -> None:
    found = [
        f"{file}:{number}: {line.strip()}"
        for file in tracked
        for number, line in enumerate(
            (ROOT / file).read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if re.search(pattern, line)
    ]
    assert found == []
