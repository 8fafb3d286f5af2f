"""A relay between two sockets that splits, delays, stalls, drops and resets the data.

It follows a plan, a list of steps for each direction. The plan comes from a seed or from
Hypothesis, so that a failure can be reproduced.
"""

import random
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Action: TypeAlias = Literal["pass", "pause", "stall", "drop", "reset"]

BUFFER_SIZE: Final = 1 << 16


@dataclass(frozen=True)
class Step:
    """The next action of the relay in one direction.

    `pass` forwards up to `amount` bytes in one piece. `pause` waits for `amount` milliseconds.
    `stall` waits until the relay is released. `drop` closes both sockets, and `reset` closes them
    with a reset.
    """

    action: Action
    amount: int = 0


Plan: TypeAlias = list[Step]


def seeded(seed: int, length: int = 12) -> Plan:
    """Returns a random plan of `pass` and `pause`, the same for the same seed."""
    draw = random.Random(seed)
    pieces = [Step("pass", draw.randint(1, 3000)) for _ in range(length)]
    return [Step("pause", draw.randint(1, 5)) if draw.random() < 0.25 else each for each in pieces]


@dataclass
class Relay:
    """Forwards the data of two sockets to each other, on two threads.

    After the last step of a plan, data pass as they come.
    """

    one: socket.socket
    other: socket.socket
    there: Plan = field(default_factory=list[Step])
    back: Plan = field(default_factory=list[Step])

    def __post_init__(self) -> None:
        self._released = threading.Event()
        directions = ((self.one, self.other, self.there), (self.other, self.one, self.back))
        self._threads = [threading.Thread(target=self._run, args=args) for args in directions]
        for thread in self._threads:
            thread.start()

    def release(self) -> None:
        """Ends every `stall`."""
        self._released.set()

    def join(self) -> None:
        """Waits until both directions have ended, and closes the sockets."""
        for thread in self._threads:
            thread.join()
        self.one.close()
        self.other.close()

    def _run(self, source: socket.socket, sink: socket.socket, plan: Plan) -> None:
        try:
            for step in plan:
                if not self._perform(step, source, sink):
                    return
            while self._forward(source, sink, BUFFER_SIZE):
                pass
        except OSError:
            self._end(reset=True)  # A reset of one socket resets the other.

    def _perform(self, step: Step, source: socket.socket, sink: socket.socket) -> bool:
        match step.action:
            case "pass":
                return self._forward(source, sink, step.amount)
            case "pause":
                time.sleep(step.amount / 1000)
                return True
            case "stall":
                self._released.wait()
                return True
            case "drop" | "reset":
                self._end(reset=step.action == "reset")
                return False

    def _forward(self, source: socket.socket, sink: socket.socket, most: int) -> bool:
        data = source.recv(most)
        if data:
            sink.sendall(data)
        else:
            sink.shutdown(socket.SHUT_WR)
        return bool(data)

    def _end(self, *, reset: bool) -> None:
        for end in (self.one, self.other):
            try:
                if reset:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                # This ends the other direction's call, too. `join` closes the socket.
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
