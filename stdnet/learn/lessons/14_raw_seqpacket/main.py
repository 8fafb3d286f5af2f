from stdnet import Ok, io, propagate, run
from stdnet.socket2 import Domain, Socket, Type


# step: records
@propagate
def records(name: str, ty: Type) -> io.Result[None]:
    buf = bytearray(16)
    one, two = Socket.pair(Domain.UNIX, ty, None).unwrap()
    one.write_all(b"one").unwrap()
    one.write_all(b"three").unwrap()
    one.close()
    while True:
        n = two.read(buf).unwrap()
        text = buf[:n].decode()
        print(f'{name} {n} "{text}"')
        if n == 0:
            break
    two.close()
    return Ok(None)
    # end: records


@propagate
def main() -> io.Result[None]:
    records("SOCK_STREAM", Type.STREAM).unwrap()
    return records("SOCK_SEQPACKET", Type.SEQPACKET)


run(main)
