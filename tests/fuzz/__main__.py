"""Fuzzes a target with atheris: `python -m tests.fuzz TARGET [--seconds N]`.

It starts from the inputs in `tests/data/fuzz`. The extras do not include atheris: install it by
`pip install atheris`, where there is a wheel of it. Inputs that reach new code go to a temporary
folder; one that is worth keeping is put into `tests/data/fuzz` by hand.
"""

import argparse
import importlib
import sys
import tempfile

from tests.fuzz.targets import CORPUS


def main() -> None:
    """Fuzzes a target until the time is over, or until it fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    try:
        atheris = importlib.import_module("atheris")
    except ModuleNotFoundError:
        sys.exit("atheris is not installed")
    with atheris.instrument_imports(include=["stdnet"]):
        # These modules were imported for CORPUS. atheris instruments them when they are imported.
        for name in [name for name in sys.modules if name.split(".")[0] in {"stdnet", "tests"}]:
            del sys.modules[name]
        targets = importlib.import_module("tests.fuzz.targets")
    with tempfile.TemporaryDirectory() as found:
        words = [
            found,
            str(CORPUS / args.target),
            f"-max_total_time={args.seconds}",
            "-max_len=512",
        ]
        atheris.Setup([sys.argv[0], *words], targets.TARGETS[args.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
