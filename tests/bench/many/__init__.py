"""The benchmark of servers with many connections, which is a table of its own.

`python -m tests.bench.many [KIND …]` runs each kind of work with threads, a raw `select.epoll`,
stdnet, asyncio, uvloop, trio, anyio and the crate mio, if they are installed. Each server has a
process of its own, and so have its clients, on another processor. The servers take turns. What
counts is the processor time of the server, which its clients read before and after the timed part;
the connections are made before, and threads that have ended are included. The result of each round
is divided by that of the raw epoll in the same round; the median of these ratios counts.

- `kinds`: the kinds of work, and the targets.
- `servers`: the servers. `answers`: what they answer. `mio.rs`: the one with the crate mio.
- `server`: the process of one server. `client`: the process of its clients.
- `runner`: starts the processes, runs the rounds. `results`: the tables and the recorded run.
"""
