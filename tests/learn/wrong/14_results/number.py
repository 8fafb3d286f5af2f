import sys
from dataclasses import dataclass
from typing import TypeAlias

from stdnet import Err, From, Ok, Result, TcpStream, io, propagate, run


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


@dataclass(frozen=True)
class Missing:
    name: str


@dataclass(frozen=True)
class NoNumber:
    text: str


FetchError: TypeAlias = Lost | Missing | NoNumber


@dataclass(frozen=True)
class Job:
    server: str
    wait: int
    word: str


def field(job: dict[str, str], name: str) -> Result[str, Missing]:
    match job.get(name):
        case None:
            return Err(Missing(name))
        case value:
            return Ok(value)


def number(text: str) -> Result[int, NoNumber]:
    return Ok(int(text))


@propagate
def load(path: str) -> Result[Job, FetchError]:
    with io.attempt(open, path, "rb").unwrap() as file:
        text = io.from_file(file).read_to_string().unwrap()
    pairs = (line.partition(" ") for line in text.splitlines())
    job = {name: value for name, _, value in pairs}
    return Ok(
        Job(
            field(job, "server").unwrap(),
            number(field(job, "wait").unwrap()).unwrap(),
            field(job, "word").unwrap(),
        )
    )


@propagate
def fetch(path: str) -> Result[str, FetchError]:
    job = load(path).unwrap()
    with TcpStream.connect(job.server).unwrap() as stream:
        stream.set_read_timeout(job.wait / 1000).unwrap()
        stream.write_all(f"{job.word}\n".encode()).unwrap()
        size = int.from_bytes(stream.read_array(4).unwrap(), "big")
        data = stream.read_array(size).unwrap()
    return Ok(io.Cursor(data).read_to_string().unwrap())


@propagate
def main() -> Result[None, FetchError | str]:
    match sys.argv[1:]:
        case [path]:
            print(fetch(path).unwrap())
            return Ok(None)
        case _:
            return Err("results.py FILE")


if __name__ == "__main__":
    run(main)
