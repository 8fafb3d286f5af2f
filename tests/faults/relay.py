"""A relay between two ends that splits, delays, stalls, drops and resets, as its plan says.

A plan is a list of steps for each direction. It comes from a seed or from Hypothesis, so what a
peer went through can be had again.
"""

import random
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Way: TypeAlias = Literal["pass", "pause", "stall", "drop", "reset"]

MOST_AT_ONCE: Final = 1 << 16


@dataclass(frozen=True)
class Step:
    """What happens next in one direction.

    `pass`: so many bytes are handed on, in one piece. `pause`: nothing for so many milliseconds.
    `stall`: nothing until the relay is released. `drop`: both ends are closed in order. `reset`:
    they are closed with a reset.
    """

    way: Way
    amount: int = 0


Plan: TypeAlias = list[Step]


def seeded(seed: int, length: int = 12) -> Plan:
    """A plan without an end before the data's."""
    draw = random.Random(seed)
    pieces = [Step("pass", draw.randint(1, 3000)) for _ in range(length)]
    return [Step("pause", draw.randint(1, 5)) if draw.random() < 0.25 else each for each in pieces]


@dataclass
class Relay:
    """Hands on what comes from either of two connected sockets to the other.

    When a plan has come to its end, the rest goes through as it comes.
    """

    one: socket.socket
    other: socket.socket
    there: Plan = field(default_factory=list[Step])
    back: Plan = field(default_factory=list[Step])

    def __post_init__(self) -> None:
        self._released = threading.Event()
        ways = ((self.one, self.other, self.there), (self.other, self.one, self.back))
        self._threads = [threading.Thread(target=self._run, args=way) for way in ways]
        for thread in self._threads:
            thread.start()

    def release(self) -> None:
        """Ends all stalling."""
        self._released.set()

    def join(self) -> None:
        """Waits until both directions have ended."""
        for thread in self._threads:
            thread.join()
        self.one.close()
        self.other.close()

    def _run(self, source: socket.socket, sink: socket.socket, plan: Plan) -> None:
        try:
            for step in plan:
                if not self._take(step, source, sink):
                    return
            while self._hand_on(source, sink, MOST_AT_ONCE):
                pass
        except OSError:
            self._end(reset=True)  # As a reset comes in, a reset goes out.

    def _take(self, step: Step, source: socket.socket, sink: socket.socket) -> bool:
        match step.way:
            case "pass":
                return self._hand_on(source, sink, step.amount)
            case "pause":
                time.sleep(step.amount / 1000)
                return True
            case "stall":
                self._released.wait()
                return True
            case "drop" | "reset":
                self._end(reset=step.way == "reset")
                return False

    def _hand_on(self, source: socket.socket, sink: socket.socket, most: int) -> bool:
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
                # The other direction's call ends, too; the descriptor is closed when both are over.
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
