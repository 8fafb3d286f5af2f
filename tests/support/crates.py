"""Finds the sources of the crates socket2 and mio, and how `rustc` links programs that use them.

The sources are looked for in a folder of crates, such as `cargo vendor` or Debian's packages make:
the one that `STDNET_CRATES` names, Debian's own, and one in the user's cache. Then cargo's cache is
tried. `python -m tests.support.crates` fills the user's cache from Debian's packages and installs
nothing. It needs the network, which only a long test uses.
"""

import fcntl
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest


class Crate(NamedTuple):
    """A crate that programs use: the version of the golden files, and its features.

    Another version has other items and texts.
    """

    name: str
    version: str
    features: str


CRATES: Final = {
    "socket2": Crate("socket2", "0.6.5", '"all"'),
    "mio": Crate("mio", "1.2.0", '"os-poll", "os-ext", "net"'),
}

_CACHE: Final = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stdnet" / "crates"
)
_SUITES: Final = ["forky", "sid"]
"""The suites of Debian that may have the versions."""

_PROJECT: Final = """
[package]
name = "oracle"
version = "0.0.0"
edition = "2021"
[lib]
path = "lib.rs"
[dependencies]
libc = "*"
{0.name} = {{ version = "={0.version}", default-features = false, features = [{0.features}] }}
"""


class NoCrateError(Exception):
    """Raised if the crate cannot be had; its text says why."""


def used(program: Path) -> Crate | None:
    """Returns the crate that a program in Rust uses, if it uses one."""
    for name in re.findall(r"^use (\w+)::", program.read_text(encoding="utf-8"), re.MULTILINE):
        if name in CRATES:
            return CRATES[name]
    return None


def _folders() -> Iterator[Path]:
    """Yields the folders of crates, where a crate may be."""
    if named := os.environ.get("STDNET_CRATES"):
        yield Path(named)
    yield Path("/usr/share/cargo/registry")
    yield _CACHE


def _source(crate: Crate) -> Path | None:
    """Returns the folder that has the crate, or None to leave it to cargo's own cache."""
    for folder in _folders():
        for manifest in folder.glob(f"{crate.name}*/Cargo.toml"):
            if f'\nversion = "{crate.version}"\n' in manifest.read_text(encoding="utf-8"):
                return folder
    return None


@functools.cache
def link_flags(crate: Crate) -> list[str]:
    """Returns the flags that make `rustc` link the crate, which is built if it is not yet.

    Raises `NoCrateError`.
    """
    if shutil.which("cargo") is None:
        raise NoCrateError("no cargo on this machine")
    projects = Path(tempfile.gettempdir()) / f"stdnet-oracle-{os.getuid()}"
    project = projects / f"{crate.name}-{crate.version}"
    project.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Of several test processes one builds, and the others wait for it.
    with (project / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (project / "built").exists():
            _build(project, crate)
            (project / "built").touch()
    built = project / "target" / "release" / "deps"
    flags = ["-L", f"dependency={built}"]
    for name in (crate.name, "libc"):
        (library,) = built.glob(f"lib{name}-*.rlib")
        flags += ["--extern", f"{name}={library}"]
    return flags


def _build(project: Path, crate: Crate) -> None:
    (project / "Cargo.toml").write_text(_PROJECT.format(crate), encoding="utf-8")
    (project / "lib.rs").touch()
    settings = "[net]\noffline = true\n"
    if (source := _source(crate)) is not None:
        settings += '[source.crates-io]\nreplace-with = "folder"\n'
        settings += f'[source.folder]\ndirectory = "{source}"\n'
    (project / ".cargo").mkdir(exist_ok=True)
    (project / ".cargo" / "config.toml").write_text(settings, encoding="utf-8")
    command = ["cargo", "build", "--release", "--quiet", "--offline"]
    built = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300)
    if built.returncode != 0:
        raise NoCrateError(f"no crate {crate.name} {crate.version} on this machine")


def why_not(crate: Crate) -> str:
    """Returns why there is no such crate, or an empty text."""
    try:
        link_flags(crate)
    except NoCrateError as error:
        return str(error)
    return ""


def skip_without(crate: Crate) -> None:
    """Skips the test if there is no such crate."""
    if reason := why_not(crate):
        pytest.skip(reason)


def fetch_or_skip(crate: Crate) -> None:
    """Takes the crate from Debian's packages if it is not here; skips the test if that fails."""
    if why_not(crate):
        try:
            fetch()
        except NoCrateError as error:
            pytest.skip(str(error))


def fetch() -> None:
    """Fills the user's cache from Debian's packages. Raises `NoCrateError`."""
    missing = [tool for tool in ("apt-get", "dpkg-deb") if shutil.which(tool) is None]
    if missing:
        raise NoCrateError(f"not found: {' '.join(missing)}")
    wanted = [f"{crate.name}-{crate.version}" for crate in CRATES.values()]
    for suite in _SUITES:
        with tempfile.TemporaryDirectory() as folder:
            crates = _unpack(Path(folder), suite) / "usr" / "share" / "cargo" / "registry"
            if all((crates / name).exists() for name in wanted):
                _CACHE.mkdir(parents=True, exist_ok=True)
                for found in crates.iterdir():
                    shutil.copytree(found, _CACHE / found.name, dirs_exist_ok=True)
                link_flags.cache_clear()
                return
    raise NoCrateError(f"Debian has no crates {', '.join(wanted)}")


def _unpack(folder: Path, suite: str) -> Path:
    """Downloads and unpacks the packages of a suite; the machine's own apt stays as it is."""
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text(f"deb {_mirror()} {suite} main\n", encoding="utf-8")
    settings = {
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder,
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "APT::Sandbox::User": "",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in settings.items())]
    packages = [f"librust-{name}-dev" for name in (*CRATES, "libc")]
    for words in (["update"], ["download", *packages]):
        done = subprocess.run([*apt, *words], cwd=folder, capture_output=True, timeout=300)
        if done.returncode != 0:
            raise NoCrateError(done.stderr.decode(errors="replace").strip())
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, folder / "root"], check=True)
    return folder / "root"


def _mirror() -> str:
    """Returns the Debian mirror that the machine uses."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60).stdout.split()
    mirrors = [uri for uri in found if uri.startswith("http") and "security" not in uri]
    return mirrors[0] if mirrors else "http://deb.debian.org/debian"


if __name__ == "__main__":
    try:
        fetch()
    except NoCrateError as error:
        sys.exit(f"no crate: {error}")
    sys.exit("\n".join(filter(None, map(why_not, CRATES.values()))) or None)
