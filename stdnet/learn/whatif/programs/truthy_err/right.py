from stdnet import Err, Ok, TcpStream

match TcpStream.connect("127.0.0.1:1"):
    case Ok(stream):
        stream.close()
        print("connect = Ok")
    case Err(e):
        print("connect:", e)
