import sys

from stdnet import Ok, TcpListener, io, propagate, run


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    return Ok(None)


if __name__ == "__main__":
    run(main)
