"""When a stream is closed, in each case in which Rust closes it."""

from threading import Thread

from stdnet import Err, Ok, Shutdown, io, propagate, run
from stdnet.os.unix.net import UnixStream


# step: seen
@propagate
def pair() -> io.Result[tuple[UnixStream, UnixStream]]:
    client, stream = UnixStream.pair().unwrap()
    client.set_nonblocking(True).unwrap()
    return Ok((client, stream))


def seen(name: str, client: UnixStream) -> None:
    match client.read_to_end(bytearray()):
        case Ok(_):
            print(f"{name:<10} closed")
        case Err(_):
            print(f"{name:<10} open")
    # end: seen


# step: function
@propagate
def greet() -> io.Result[UnixStream]:
    client, stream = pair().unwrap()
    stream.write_all(b"hello").unwrap()
    return Ok(client)


@propagate
def function() -> io.Result[None]:
    client = greet().unwrap()
    seen("function", client)
    return Ok(None)
    # end: function


# step: block
@propagate
def block() -> io.Result[None]:
    client, stream = pair().unwrap()
    if True:
        inner = stream
        inner.write_all(b"hello").unwrap()
    seen("block", client)
    return Ok(None)
    # end: block


# step: argument
def take(stream: UnixStream) -> io.Result[None]:
    return stream.write_all(b"hello")


@propagate
def argument() -> io.Result[None]:
    client, stream = pair().unwrap()
    take(stream).unwrap()
    seen("argument", client)
    return Ok(None)
    # end: argument


# step: loop
@propagate
def each() -> io.Result[None]:
    first, one = pair().unwrap()
    second, two = pair().unwrap()
    streams = iter([one, two])
    del one, two
    for stream in streams:
        stream.write_all(b"hello").unwrap()
    seen("loop, 1", first)
    seen("loop, 2", second)
    return Ok(None)
    # end: loop


# step: container
@propagate
def container() -> io.Result[None]:
    client, stream = pair().unwrap()
    streams = [stream]
    del stream
    seen("vec", client)
    streams.clear()
    seen("clear", client)
    return Ok(None)
    # end: container


# step: clone
@propagate
def clone() -> io.Result[None]:
    client, stream = pair().unwrap()
    other = stream.try_clone().unwrap()
    stream.close()
    seen("clone", client)
    other.shutdown(Shutdown.Both).unwrap()
    seen("shutdown", client)
    return Ok(None)
    # end: clone


# step: with
@propagate
def with_() -> io.Result[None]:
    client, stream = pair().unwrap()
    with stream:
        stream.write_all(b"hello").unwrap()
    seen("with", client)
    return Ok(None)
    # end: with


# step: thread
@propagate
def spawned() -> io.Result[None]:
    client, stream = pair().unwrap()
    thread = Thread(target=take, args=[stream])
    thread.start()
    thread.join()
    seen("thread", client)
    return Ok(None)
    # end: thread


# step: question
@propagate
def leave(clients: list[UnixStream]) -> io.Result[None]:
    client, stream = pair().unwrap()
    clients.append(client)
    stream.write_all(b"hello").unwrap()
    failed: io.Result[None] = Err(io.Error.other("leave"))
    failed.unwrap()
    return Ok(None)


@propagate
def question() -> io.Result[None]:
    clients = list[UnixStream]()
    left = leave(clients)
    seen("question", clients[0])
    assert left.is_err()
    return Ok(None)
    # end: question


# step: panic
@propagate
def fail(clients: list[UnixStream]) -> io.Result[None]:
    client, stream = pair().unwrap()
    clients.append(client)
    stream.write_all(b"hello").unwrap()
    raise ValueError


@propagate
def panics() -> io.Result[None]:
    clients = list[UnixStream]()
    try:
        fail(clients).unwrap()
    except ValueError:
        seen("panic", clients[0])
    seen("after", clients[0])
    return Ok(None)
    # end: panic


@propagate
def main() -> io.Result[None]:
    function().unwrap()
    block().unwrap()
    argument().unwrap()
    each().unwrap()
    container().unwrap()
    clone().unwrap()
    with_().unwrap()
    spawned().unwrap()
    question().unwrap()
    return panics()


run(main)
