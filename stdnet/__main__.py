"""The command `python -m stdnet`, which shows what there is, and explains errors."""

import signal

from stdnet import run
from stdnet.learn.command import command

if __name__ == "__main__":
    # `| less` and `| head` end it without a traceback, as they end `rustc --explain`.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    run(command)
