"""The contents of the wheel and of the repository."""

import re
import shutil
import subprocess
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

import pytest

import stdnet

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed() -> Distribution:
    try:
        return distribution("stdnet")
    except PackageNotFoundError:
        pytest.skip("stdnet is imported, but not installed")


@pytest.fixture(scope="module")
def shipped(installed: Distribution) -> set[PurePosixPath]:
    """Returns the files of the wheel, without those that pip has added."""
    folder = PurePosixPath(f"stdnet-{installed.version}.dist-info")
    from_pip = {folder / name for name in ("INSTALLER", "RECORD", "REQUESTED", "direct_url.json")}
    files = {PurePosixPath(file) for file in installed.files or ()} - from_pip
    if PurePosixPath("stdnet/__init__.py") not in files:
        pytest.skip("stdnet is installed in place")
    return {file for file in files if file.suffix != ".pyc"}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Returns the files of the repository, without those that are being removed."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not in a checkout")
    git = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(git, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_the_metadata_are_complete(installed: Distribution) -> None:
    metadata = installed.metadata
    assert metadata["Version"] == stdnet.__version__
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert sorted(metadata.get_all("License-File", [])) == ["LICENSE-APACHE", "LICENSE-MIT"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Summary"]
    assert metadata["Description-Content-Type"] == "text/markdown"


def test_returns_and_what_it_needs_are_the_only_dependencies(installed: Distribution) -> None:
    needed = [each for each in installed.requires or () if "extra ==" not in each]
    # `returns` needs `typing_extensions` as well, but takes older ones.
    assert [re.split(r"[^\w-]", each)[0] for each in needed] == ["returns", "typing-extensions"]


def test_the_wheel_contains_only_the_package(shipped: set[PurePosixPath]) -> None:
    package = {file for file in shipped if file.parts[0] == "stdnet"}
    typing = {PurePosixPath("stdnet/py.typed"), PurePosixPath("stdnet/result/_containers.pyi")}
    assert typing <= package
    pages = {file for file in package if file.suffix == ".md"}
    assert {file.parts[:2] for file in pages} <= {("stdnet", "learn")}
    assert {file.suffix for file in package - typing - pages} == {".py"}
    assert {file.relative_to(file.parts[0]).as_posix() for file in shipped - package} == {
        "METADATA",
        "WHEEL",
        "licenses/LICENSE-APACHE",
        "licenses/LICENSE-MIT",
    }


def test_the_wheel_contains_the_whole_package(
    shipped: set[PurePosixPath], tracked: list[Path]
) -> None:
    package = {file for file in shipped if file.parts[0] == "stdnet"}
    assert package == {PurePosixPath(file) for file in tracked if file.parts[0] == "stdnet"}


def test_the_repository_has_no_other_files_at_the_top(tracked: list[Path]) -> None:
    assert {file.parts[0] for file in tracked} == {
        *("stdnet", "tests", "typings", ".ci"),
        *("README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"),
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
