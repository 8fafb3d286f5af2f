"""The command that shows what there is, and explains errors.

python -m stdnet [--lang es]                shows what there is, in a screen
python -m stdnet explain ERROR              explains an error: a kind (AddrInUse), an errno or its
                                            number (EADDRINUSE, 98), or any text that names it
python -m stdnet explain ERROR --run        also runs the program that provokes it
python -m stdnet explain --list             lists the errors
python -m stdnet --version

All take --lang en or --lang es: English, which is the default, or Spanish.
"""

import signal

from stdnet import io, run
from stdnet.learn.command import command


def main() -> io.Result[int]:
    """Does what the arguments say."""
    return command(__doc__)


if __name__ == "__main__":
    # `| less` and `| head` end it without a traceback, as they end `rustc --explain`.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    run(main)
