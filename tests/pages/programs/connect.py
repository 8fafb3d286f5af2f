# step: connect
import sys

from stdnet import Err, Ok, TcpStream

match TcpStream.connect("127.0.0.1:1"):
    case Ok(stream):
        stream.close()
    case Err(e):
        print("connect:", e, file=sys.stderr)
# end: connect
