from stdnet import TcpStream

try:
    if TcpStream.connect("127.0.0.1:1"):
        print("connect = Ok")
except TypeError as e:
    print("TypeError:", e)
