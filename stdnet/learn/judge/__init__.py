'''The judge: it runs a student's program, is its other end, and says what is wrong.

A graded exercise is a folder `stdnet/learn/exercises/NN_name`, and a module here,
`checks/name.py`, with its checks in the order in which they are made. A check is a function of the
solution, which gives the check its name:

    from stdnet import Ok, Result, propagate
    from stdnet.learn.judge.check import Check, Failure, check
    from stdnet.learn.judge.peer import pieces
    from stdnet.learn.judge.process import Solution
    from stdnet.learn.judge.text import Text

    @check(
        title=Text("It echoes one message", "Devuelve un mensaje"),
        rule=Text(
            "An echo server sends back every byte that it reads, in order.",
            "Un servidor de eco devuelve cada byte que lee, en orden.",
        ),
        read="09",
    )
    @propagate
    def one_message(solution: Solution) -> Result[None, Failure]:
        """Sends a message in pieces, and waits for it."""
        with solution.start("127.0.0.1:0") as program, program.connect().unwrap() as peer:
            peer.send(*pieces(b"hello, world", 1, 5)).unwrap()
            peer.expect(b"hello, world").unwrap()
            peer.half_close().unwrap()
            return peer.expect_end()

`title` has no last stop; `rule` is a whole sentence, and says what holds for every such program;
`read` is what `python -m stdnet.learn read` takes.

What there is:

- `solution.start(*args, stdin=b"…", limits=Limits(descriptors=64))` is a `Program`, for `with`.
  `program.listening()` and `listening_on()` return the address that it printed, as a `SocketAddr`
  or as a text; `connect()` and `udp()` return a `Peer` or `UdpPeer` that is connected to it, or to
  another address, such as that of a relay. `ended(within)` waits for its end; `output()` waits for
  a good one and returns the standard output; `error("Connection refused")` waits for one with
  `Error: …` and status 1. `descriptors()` and `threads()` are 0 where they cannot be counted.
  `pause()`, `resume()`, `interrupt()`, `stdout`, `stderr`, `status`.
- `free_addr()` is an address at which nobody listens, to start a server there. `listening_on()`
  fails if the program prints another one than it was given: no check has to compare them.
- `Peer`: `send(*pieces, pause=0.0)`, `half_close()`, `reset()`, `expect(data)`, `expect_end()`,
  `expect_nothing(within)`, `receive(count)`, `receive_line()`, `receive_all()`,
  `exchange(pieces, expected, half_close=True)` which sends and receives at once, `stream`, `sent`,
  `received`, and `failure(seen, expected)`, a `Failure` with all that went over it. `expect…` and
  `failure` take `seen`, a `Text` that says more to a student than "other bytes came back".
- `eventually(condition, within)` waits for what a program does a little later: a descriptor that it
  closes, a line on its standard error. `is_served(…)` says of a failure that it is that of the next
  client, where the one before had to fail.
- `solution.server()` listens for a client: `server.addr`, and `server.accept()`, a `Peer`.
  `solution.udp()` is a `UdpPeer` that is connected to nobody.
- `relay.py`: `relayed(addr, there=plan, back=plan)` and `lossy(addr, there=weather, back=weather)`
  stand between the judge and a server, with a plan or a seed.
- `module.py`: `checked(solution, script)` imports the student's file in a process of its own, and
  compares what the `>>>` lines of a script show; `started` and `compared` are its halves, for a
  script that talks with the judge.
- `Stopwatch(program).seconds()` does not count the time in which a busy machine lets both wait.
- `solution.patience` is how many seconds all these wait for what should come at once. A check that
  measures time takes its own, well below a second.
- `Failure(seen, expected, received, sent, rule, read)` if there is no peer: as `Err(…)`. All but
  `seen` may be left out. An `io.Error` becomes one by `?`. `received_as` is how the report calls
  `received` where it did not come back, such as `IT_PRINTED`.
- `Err(Skipped(Text(…)))` if the check cannot be made here, from a function that returns
  `Result[None, Failure | Skipped]`.

How a program ended, its standard input, and what it wrote on its standard error, is added to each
failure: no check has to say it. If a program did not even begin, that is told once, and the other
checks are left out. All sentences are in both languages; a check prints nothing itself.

A program runs with the rights of the person who runs the judge. The judge bounds its time, memory,
descriptors, processes (but for root) and output, and ends what it has started; it does not keep it
from reading or deleting files. Who grades programs of others does so as a user who owns nothing.
'''
