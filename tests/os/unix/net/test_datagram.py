"""`UnixDatagram`, besides what `test_oracle.py` compares with Rust."""

from pathlib import Path

import pytest

from stdnet import is_ok
from stdnet.os.unix.net import UnixDatagram
from tests.os.unix.net.signals import raise_soon


class HandlerError(TypeError):
    """Raised by a signal handler, of the class that CPython raises for a wrong address."""


def test_an_exception_of_a_signal_handler_propagates_out_of_send_to(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    with UnixDatagram.bind(path).unwrap(), UnixDatagram.unbound().unwrap() as sender:
        sender.set_nonblocking(True).unwrap()
        while is_ok(sender.send_to(b"x", path)):
            pass
        sender.set_nonblocking(False).unwrap()
        sender.set_write_timeout(5).unwrap()
        with pytest.raises(HandlerError), raise_soon(HandlerError()):
            sender.send_to(b"x", path).unwrap()
