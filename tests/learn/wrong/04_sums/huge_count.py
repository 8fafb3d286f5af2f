import sys
from struct import unpack

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run
from stdnet.io import BufReader


@propagate
def read_sum(reader: BufReader[TcpStream]) -> io.Result[int]:
    count = int.from_bytes(reader.read_array(4).unwrap(), "big")
    data = bytearray(4 * count)
    reader.read_exact(data).unwrap()
    return Ok(sum(unpack(f">{count}i", data)))


@propagate
def serve(stream: TcpStream) -> io.Result[None]:
    with stream:
        reader = BufReader(stream)
        while reader.fill_buf().unwrap():
            total = read_sum(reader).unwrap()
            stream.write_all(total.to_bytes(8, "big", signed=True)).unwrap()
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    [_, addr] = sys.argv
    listener = TcpListener.bind(addr).unwrap()
    print(f"listening on {listener.local_addr().unwrap()}", flush=True)
    for incoming in listener.incoming():
        match incoming.and_then(serve):
            case Ok():
                pass
            case Err(e):
                print(f"serve: {e}", file=sys.stderr, flush=True)
    return Ok(None)


if __name__ == "__main__":
    run(main)
