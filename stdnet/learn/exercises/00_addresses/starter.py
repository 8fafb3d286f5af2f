from stdnet import Ok, io, propagate, run


def answer(text: str) -> str:
    return text


@propagate
def main() -> io.Result[None]:
    for line in io.stdin().lines():
        print(answer(line.unwrap()))
    return Ok(None)


run(main)
