from pathlib import Path

from stdnet import (
    Ok,
    Shutdown,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


def show(name: str, at: int, to: int) -> None:
    ports = f":{at:04X}", f":{to:04X}"
    table = Path("/proc/net/tcp").read_text()
    for line in table.splitlines():
        fields = line.split()
        if (fields[1][-5:], fields[2][-5:]) == ports:
            print(f"{name} {fields[3]}")


@propagate
def main() -> io.Result[None]:
    byte = bytearray(1)
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    server = addr.port()
    show("listener", server, 0)
    stream = TcpStream.connect(addr).unwrap()
    client = stream.local_addr().unwrap().port()
    accepted, _ = listener.accept().unwrap()
    show("client", client, server)
    show("server", server, client)

    stream.shutdown(Shutdown.Write).unwrap()
    print(f"read = {accepted.read(byte).unwrap()}")
    show("server", server, client)
    accepted.write_all(b"a").unwrap()
    print(f"read = {stream.read(byte).unwrap()}")
    show("client", client, server)
    accepted.close()
    print(f"read = {stream.read(byte).unwrap()}")
    show("client", client, server)
    stream.close()
    listener.close()
    return Ok(None)


run(main)
