import os
import signal
import socket
import sys


def echo(fd: int) -> None:
    while data := os.read(fd, 1024):
        while data:
            data = data[os.write(fd, data) :]


def main() -> None:
    host, port = sys.argv[1].split(":")
    listener = socket.create_server((host, int(port)))
    host, port = listener.getsockname()
    print(f"listening on {host}:{port}", flush=True)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                echo(connection.fileno())
            except OSError as e:
                print(f"echo: {e}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except OSError as e:
        sys.exit(f"Error: {e}")
