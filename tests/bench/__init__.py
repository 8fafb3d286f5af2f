"""The benchmark: the speed of stdnet next to its alternatives, measured in the same run.

`python -m tests.bench [SCENARIO …]` runs each scenario with raw `socket`, stdnet, plain `returns`
around `socket`, asyncio, uvloop, trio, anyio and Rust, if they are installed. Each implementation
runs in a process of its own. All processes share one processor and take turns. The result of each
round is divided by that of the raw sockets in the same round; the median of these ratios counts.

- `scenarios`: the table of scenarios, with their targets.
- `work`: the work of the scenarios, by kind.
- `libraries`: the asynchronous libraries behind one interface. `bench.rs`: the work in Rust.
- `worker`: the process of one implementation. `peer`: the process at the other end of all
  connections.
- `runner`: starts the processes, runs the rounds, computes the ratios. `stopwatch`: the clock.
- `arguments`: the command line, of `many` as well.
- `many`: servers with many connections, which are a table of their own.
"""
