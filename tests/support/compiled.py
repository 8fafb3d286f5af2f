"""Compiles a program in Rust or C once, for all tests and all processes."""

import fcntl
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path


def compiled(
    source: Path,
    command: Sequence[str],
    included: Sequence[Path] = (),
    environment: Mapping[str, str] = os.environ,
) -> Path:
    """Returns the path of a compiled program; compiles it if a source or the command has changed.

    `included` are the files that its source includes.
    """
    sources = [source, *included]
    state = hashlib.sha256(" ".join(command).encode())
    for each in sources:
        state.update(each.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"stdnet-programs-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    binary = folder / f"{source.stem}-{state.hexdigest()[:16]}"
    # Of several test processes one compiles, and the others wait for it.
    with binary.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not binary.exists():
            unfinished = binary.with_suffix(".unfinished")
            subprocess.run([*command, "-o", unfinished, source], check=True, env=environment)
            unfinished.rename(binary)
    return binary
