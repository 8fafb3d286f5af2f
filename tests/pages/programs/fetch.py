# step: fetch
from dataclasses import dataclass
from typing import TypeAlias

from stdnet import AddrParseError, From, Ok, Result, SocketAddr, TcpStream, io, propagate


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


@dataclass(frozen=True)
class Garbled(From[AddrParseError]):
    source: AddrParseError


FetchError: TypeAlias = Lost | Garbled


@propagate
def fetch(text: str) -> Result[TcpStream, FetchError]:
    addr = SocketAddr.from_str(text).unwrap()
    return Ok(TcpStream.connect(addr).unwrap())


print(fetch("127.0.0.1"))
print(fetch("127.0.0.1:1"))
# end: fetch
