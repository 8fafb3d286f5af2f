"""The command `python -m stdnet.learn`, the course."""

import signal

from stdnet import run
from stdnet.learn.course.command import command

if __name__ == "__main__":
    # `| less` and `| head` end it without a traceback.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    run(command)
