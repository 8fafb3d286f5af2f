from stdnet import Ok, io, propagate, run
from stdnet.os.unix.net import UnixStream


@propagate
def main() -> io.Result[None]:
    # step: pair
    client, server = UnixStream.pair().unwrap()
    buf = bytearray(64)
    # end: pair

    # step: write
    n = client.write(b"ping").unwrap()
    print(f"write = {n}")
    n = server.read(buf).unwrap()
    print(f"read = {n}: {buf[:n].decode()}")
    # end: write

    # step: together
    client.write_all(b"abc").unwrap()
    client.write_all(b"def").unwrap()
    n = server.read(buf).unwrap()
    print(f"read = {n}: {buf[:n].decode()}")
    # end: together

    # step: apart
    client.write_all(b"abcdef").unwrap()
    n = server.read(memoryview(buf)[:4]).unwrap()
    print(f"read = {n}: {buf[:n].decode()}")
    n = server.read(memoryview(buf)[:4]).unwrap()
    print(f"read = {n}: {buf[:n].decode()}")
    # end: apart

    # step: end
    client.close()
    n = server.read(buf).unwrap()
    print(f"read = {n}")
    server.close()
    return Ok(None)
    # end: end


run(main)
