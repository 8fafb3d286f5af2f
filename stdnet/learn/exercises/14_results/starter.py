import socket
import sys


def read_exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = sock.recv(size - len(data))
        data += piece
    return data


def fetch(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        job = dict(line.split() for line in file)
    host, _, port = job["server"].rpartition(":")
    with socket.create_connection((host, int(port))) as sock:
        sock.settimeout(int(job["wait"]) / 1000)
        sock.sendall(job["word"].encode() + b"\n")
        size = int.from_bytes(read_exactly(sock, 4), "big")
        return read_exactly(sock, size).decode()


def main() -> None:
    print(fetch(sys.argv[1]))


if __name__ == "__main__":
    main()
