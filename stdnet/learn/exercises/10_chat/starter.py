import sys
from threading import Thread

from stdnet import Err, Ok, io, propagate, run
from stdnet.os.unix.net import UnixListener, UnixStream


def host(stream: UnixStream) -> None:
    with stream:
        for line in io.BufReader(stream).lines():
            match line:
                case Ok(text):
                    print(text)
                case Err():
                    break


@propagate
def serve(where: str) -> io.Result[None]:
    with UnixListener.bind(where).unwrap() as listener:
        print("listening on", where, flush=True)
        while True:
            stream, _ = listener.accept().unwrap()
            Thread(target=host, args=[stream], daemon=True).start()


def main() -> io.Result[None]:
    return serve(sys.argv[1])


run(main)
