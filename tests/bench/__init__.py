"""How fast stdnet is, next to what else there is, measured in the same run.

`python -m tests.bench [SCENARIO …]` runs each kind of work by raw `socket`, by stdnet, by plain
`returns` around `socket`, by asyncio, uvloop, trio, anyio and Rust, as far as they are there. Each
has a process of its own, all on one processor, and they take turns: a round is divided by the same
round of the raw sockets, and the median of these ratios is what counts.

- `scenarios`: the table of what is measured, and what is to be reached.
- `work`: the work itself, by kind.
- `libraries`: what the asynchronous libraries call the same things. `bench.rs`: the work in Rust.
- `worker`: a process that works. `peer`: the other end of all connections.
- `rounds`: the turns, and the ratios.
"""
