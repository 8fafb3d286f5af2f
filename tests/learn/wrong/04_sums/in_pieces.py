import sys

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run
from stdnet.io import BufReader


@propagate
def read_4(reader: BufReader[TcpStream]) -> io.Result[bytes]:
    buf = bytearray(4)
    n = reader.read(buf).unwrap()
    if n < 4:
        kind = io.ErrorKind.UnexpectedEof
        return Err(io.Error.new(kind, "failed to fill whole buffer"))
    return Ok(bytes(buf))


@propagate
def read_sum(reader: BufReader[TcpStream]) -> io.Result[int]:
    count = int.from_bytes(read_4(reader).unwrap(), "big")
    total = 0
    for _ in range(count):
        number = read_4(reader).unwrap()
        total += int.from_bytes(number, "big", signed=True)
    return Ok(total)


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
