"""What a failed call reports: the errno and the kind of its error."""

from stdnet.io import Error, ErrorKind
from stdnet.result import Result


def code(result: Result[object, Error]) -> int | None:
    """Returns the errno of a result, which has to be an `Err`."""
    return result.unwrap_err().raw_os_error()


def kind(result: Result[object, Error]) -> ErrorKind:
    """Returns the kind of the error of a result, which has to be an `Err`."""
    return result.unwrap_err().kind()
