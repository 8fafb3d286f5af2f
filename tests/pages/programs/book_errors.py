from pathlib import Path
from tempfile import TemporaryDirectory

from stdnet import Err, Ok, io, propagate


@propagate
def read_username(path: str) -> io.Result[str]:
    with io.attempt(open, path, "rb").unwrap() as file:
        return io.from_file(file).read_to_string()


with TemporaryDirectory() as folder:
    path = f"{folder}/hello.txt"
    for _ in range(2):
        match read_username(path):
            case Ok(text):
                print("the name is", text)
            case Err(io.Error(io.ErrorKind.NotFound)):
                print("there is no file, so it is created")
                _ = Path(path).write_text("ferris", encoding="utf-8")
            case Err(e):
                print("the file cannot be read:", e)
