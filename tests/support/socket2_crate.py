"""Finds the sources of the crate socket2, and how `rustc` links the oracle programs that use it.

The sources are looked for in a folder of crates, such as `cargo vendor` or Debian's packages make:
the one that `STDNET_CRATES` names, Debian's own, and one in the user's cache. Then cargo's cache is
tried. `python -m tests.support.socket2_crate` fills the user's cache from Debian's packages and
installs nothing. It needs the network, which only a long test uses.
"""

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

VERSION: Final = "0.6.5"
"""The version of the golden files. Another one has other items and texts."""

_CACHE: Final = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stdnet" / "crates"
)
_PACKAGES: Final = ["librust-socket2-dev", "librust-libc-dev"]
_SUITES: Final = ["forky", "sid"]
"""The suites of Debian that may have the version."""

_PROJECT: Final = f"""
[package]
name = "oracle"
version = "0.0.0"
edition = "2021"
[lib]
path = "lib.rs"
[dependencies]
libc = "*"
socket2 = {{ version = "={VERSION}", features = ["all"] }}
"""


class NoCrateError(Exception):
    """Raised if the crate cannot be had; its text says why."""


def _folders() -> Iterator[Path]:
    """Yields the folders of crates, where the crate may be."""
    if named := os.environ.get("STDNET_CRATES"):
        yield Path(named)
    yield Path("/usr/share/cargo/registry")
    yield _CACHE


def _source() -> Path | None:
    """Returns the folder that has the crate, or None to leave it to cargo's own cache."""
    for folder in _folders():
        for manifest in folder.glob("socket2*/Cargo.toml"):
            if f'\nversion = "{VERSION}"\n' in manifest.read_text(encoding="utf-8"):
                return folder
    return None


@functools.cache
def link_flags() -> list[str]:
    """Returns the flags that make `rustc` link the crate, which is built if it is not yet.

    Raises `NoCrateError`.
    """
    if shutil.which("cargo") is None:
        raise NoCrateError("no cargo on this machine")
    project = Path(tempfile.gettempdir()) / f"stdnet-oracle-{os.getuid()}" / f"socket2-{VERSION}"
    project.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Of several test processes one builds, and the others wait for it.
    with (project / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (project / "built").exists():
            _build(project, _source())
            (project / "built").touch()
    built = project / "target" / "release" / "deps"
    flags = ["-L", f"dependency={built}"]
    for name in ("socket2", "libc"):
        (library,) = built.glob(f"lib{name}-*.rlib")
        flags += ["--extern", f"{name}={library}"]
    return flags


def _build(project: Path, source: Path | None) -> None:
    (project / "Cargo.toml").write_text(_PROJECT, encoding="utf-8")
    (project / "lib.rs").touch()
    settings = "[net]\noffline = true\n"
    if source is not None:
        settings += '[source.crates-io]\nreplace-with = "folder"\n'
        settings += f'[source.folder]\ndirectory = "{source}"\n'
    (project / ".cargo").mkdir(exist_ok=True)
    (project / ".cargo" / "config.toml").write_text(settings, encoding="utf-8")
    command = ["cargo", "build", "--release", "--quiet", "--offline"]
    built = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300)
    if built.returncode != 0:
        raise NoCrateError(f"no crate socket2 {VERSION} on this machine")


def why_not() -> str:
    """Returns why there is no crate, or an empty text."""
    try:
        link_flags()
    except NoCrateError as error:
        return str(error)
    return ""


def skip_without() -> None:
    """Skips the test if there is no crate."""
    if reason := why_not():
        pytest.skip(reason)


def fetch() -> None:
    """Fills the user's cache from Debian's packages. Raises `NoCrateError`."""
    missing = [tool for tool in ("apt-get", "dpkg-deb") if shutil.which(tool) is None]
    if missing:
        raise NoCrateError(f"not found: {' '.join(missing)}")
    for suite in _SUITES:
        with tempfile.TemporaryDirectory() as folder:
            crates = _unpack(Path(folder), suite) / "usr" / "share" / "cargo" / "registry"
            if (crates / f"socket2-{VERSION}").exists():
                _CACHE.mkdir(parents=True, exist_ok=True)
                for crate in (*crates.glob("socket2-*"), *crates.glob("libc-*")):
                    shutil.copytree(crate, _CACHE / crate.name, dirs_exist_ok=True)
                link_flags.cache_clear()
                return
    raise NoCrateError(f"Debian has no crate socket2 {VERSION}")


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
    for words in (["update"], ["download", *_PACKAGES]):
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
    sys.exit(why_not() or None)
