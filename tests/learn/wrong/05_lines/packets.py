import sys

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run


def decode(data: bytearray) -> io.Result[str]:
    try:
        return Ok(data.decode())
    except UnicodeDecodeError:
        text = "stream did not contain valid UTF-8"
        return Err(io.Error.new(io.ErrorKind.InvalidData, text))


@propagate
def serve(stream: TcpStream) -> io.Result[None]:
    buf = bytearray(8192)
    text = ""
    number = 0
    with stream:
        while n := stream.read(buf).unwrap():
            text += decode(buf[:n]).unwrap()
            *lines, text = text.split("\n")
            for line in lines:
                number += 1
                answer = line.removesuffix("\r").upper()
                stream.write_fmt(f"{number}: {answer}\n").unwrap()
        if text:
            stream.write_fmt(f"{number + 1}: {text.upper()}\n").unwrap()
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
