"""The errors that a call of a socket can give, and those that it cannot."""

import errno
from typing import Final, NamedTuple

from stdnet import io
from stdnet.learn.explain.faults import LOOKUPS, Errno, Fault, Fixed

Kind: Final = io.ErrorKind


class Entry(NamedTuple):
    """An error that has a page."""

    name: str
    """The kind in snake case, or the errno or the code of `getaddrinfo` in lower case."""
    call: str
    """A C function that gives it, for the line of `perror`."""
    faults: tuple[Fault, ...] = ()
    """The errors that Rust counts as this one. Who asks for the kind is shown the first."""
    unprovoked: tuple[str, ...] = ()
    """Why no program provokes it, in each language; empty if one does."""

    @property
    def kind(self) -> io.ErrorKind:
        """The kind, which is `Uncategorized` for an entry called by an errno."""
        return KINDS.get(self.name, Kind.Uncategorized)


def _snake(kind: io.ErrorKind) -> str:
    """Returns the name of a kind in snake case."""
    parts = ("_" + each.lower() if each.isupper() else each for each in kind.name)
    return "".join(parts).lstrip("_")


KINDS: Final = {_snake(kind): kind for kind in io.ErrorKind}
"""Every kind by its name in snake case."""


def _errnos(*names: str) -> tuple[Errno, ...]:
    return tuple(Errno(name) for name in names if hasattr(errno, name))


def _fixed(kind: io.ErrorKind, *texts: str) -> tuple[Fixed, ...]:
    return tuple(Fixed(kind, text) for text in texts)


def _of_stdnet(kind: io.ErrorKind, *texts: str) -> tuple[Fixed, ...]:
    """Returns errors whose texts Rust does not have."""
    return tuple(Fixed(kind, text, of_rust=False) for text in texts)


def _by_errno(name: str, call: str, unprovoked: tuple[str, ...] = ()) -> Entry:
    """Returns the entry of an errno that has no kind."""
    return Entry(name.lower(), call, _errnos(name), unprovoked)


def _by_lookup(*names: str, unprovoked: tuple[str, ...] = ()) -> Entry:
    """Returns the entry of codes of `getaddrinfo`."""
    return Entry(
        names[0].lower(),
        "getaddrinfo",
        tuple(LOOKUPS[each] for each in names if each in LOOKUPS),
        unprovoked,
    )


ENTRIES: Final = (
    Entry("addr_in_use", "bind", _errnos("EADDRINUSE")),
    Entry("addr_not_available", "bind", _errnos("EADDRNOTAVAIL")),
    Entry("connection_refused", "connect", _errnos("ECONNREFUSED")),
    Entry("connection_reset", "recv", _errnos("ECONNRESET")),
    Entry("connection_aborted", "connect", _errnos("ECONNABORTED")),
    Entry(
        "host_unreachable",
        "connect",
        _errnos("EHOSTUNREACH"),
        (
            "a router has to report it, or the neighbour has to be missing on a real network",
            "tiene que avisarlo un router, o faltar la máquina vecina en una red real",
        ),
    ),
    Entry("network_unreachable", "connect", _errnos("ENETUNREACH")),
    Entry(
        "network_down",
        "send",
        _errnos("ENETDOWN"),
        (
            "an interface has to be switched off, which takes CAP_NET_ADMIN",
            "hay que apagar una interfaz, lo que exige CAP_NET_ADMIN",
        ),
    ),
    Entry("not_connected", "read", _errnos("ENOTCONN")),
    Entry("broken_pipe", "send", _errnos("EPIPE")),
    Entry("would_block", "recv", _errnos("EAGAIN")),
    Entry(
        "timed_out",
        "connect",
        (
            *_errnos("ETIMEDOUT"),
            Fixed(Kind.TimedOut, "connection timed out", in_c="poll(…) == 0"),
            Fixed(Kind.TimedOut, "no connection came in time", of_rust=False, in_c="poll(…) == 0"),
        ),
    ),
    Entry("in_progress", "connect", _errnos("EINPROGRESS")),
    Entry("interrupted", "recv", _errnos("EINTR")),
    Entry("permission_denied", "bind", _errnos("EACCES", "EPERM")),
    Entry(
        "invalid_input",
        "bind",
        (
            *_errnos("EINVAL"),
            *_fixed(
                Kind.InvalidInput,
                "invalid socket address",
                "invalid port value",
                "could not resolve to any addresses",
                "no addresses to send data to",
                "cannot set a 0 duration timeout",
                "invalid argument",
                "file name contained an unexpected NUL byte",
                "paths must not contain interior null bytes",
                "path must be shorter than SUN_LEN",
                "abstract socket name must be shorter than SUN_LEN",
                "file descriptor did not correspond to a Unix socket",
                "invalid seek to a negative or overflowing position",
            ),
            *_of_stdnet(Kind.InvalidInput, "text contained a lone surrogate, which has no UTF-8"),
        ),
    ),
    Entry("invalid_data", "recv", _fixed(Kind.InvalidData, "stream did not contain valid UTF-8")),
    Entry(
        "unexpected_eof",
        "recv",
        (Fixed(Kind.UnexpectedEof, "failed to fill whole buffer", in_c="recv(…) == 0"),),
    ),
    Entry(
        "write_zero",
        "send",
        _fixed(Kind.WriteZero, "failed to write whole buffer", "failed to write the buffered data"),
    ),
    Entry(
        "unsupported",
        "listen",
        (
            *_errnos("EOPNOTSUPP", "ENOSYS"),
            *_of_stdnet(
                Kind.Unsupported,
                "the file cannot be read",
                "the file cannot be written",
                "the file cannot seek",
            ),
        ),
    ),
    Entry("not_found", "connect", _errnos("ENOENT")),
    Entry("already_exists", "epoll_ctl", _errnos("EEXIST")),
    Entry("not_a_directory", "bind", _errnos("ENOTDIR")),
    Entry("is_a_directory", "read", _errnos("EISDIR")),
    Entry(
        "read_only_filesystem",
        "bind",
        _errnos("EROFS"),
        (
            "a filesystem has to be mounted read-only, which takes CAP_SYS_ADMIN",
            "hay que montar un sistema de archivos de solo lectura, lo que exige CAP_SYS_ADMIN",
        ),
    ),
    Entry("filesystem_loop", "connect", _errnos("ELOOP")),
    Entry("invalid_filename", "gethostname", _errnos("ENAMETOOLONG")),
    Entry("storage_full", "write", _errnos("ENOSPC")),
    Entry("not_seekable", "lseek", _errnos("ESPIPE")),
    Entry("out_of_memory", "setsockopt", _errnos("ENOMEM")),
    Entry(
        "other",
        "write",
        _of_stdnet(Kind.Other, "the writer has raised an exception"),
    ),
    Entry(
        "uncategorized",
        "socket",
        _fixed(Kind.Uncategorized, "no error set after POLLHUP"),
    ),
    _by_errno("EAFNOSUPPORT", "connect"),
    _by_errno("EALREADY", "connect"),
    _by_errno("EBADF", "accept"),
    _by_errno("EDESTADDRREQ", "send"),
    _by_errno("EDOM", "setsockopt"),
    _by_errno("EFAULT", "send"),
    _by_errno(
        "EHOSTDOWN", "connect", ("a router has to report it", "tiene que avisarlo un router")
    ),
    _by_errno(
        "EIO",
        "read",
        ("a disk or a driver has to fail", "tiene que fallar un disco o un controlador"),
    ),
    _by_errno("EISCONN", "connect"),
    _by_errno("EMFILE", "socket"),
    _by_errno("EMSGSIZE", "sendto"),
    _by_errno(
        "ENFILE",
        "socket",
        (
            "all descriptors of the machine have to be in use",
            "tienen que estar en uso todos los descriptores de la máquina",
        ),
    ),
    _by_errno("ENOBUFS", "setsockopt"),
    _by_errno("ENODEV", "setsockopt"),
    _by_errno("ENOPROTOOPT", "getsockopt"),
    _by_errno("ENOTSOCK", "bind"),
    _by_errno("ENOTTY", "ioctl"),
    _by_errno("ENXIO", "open"),
    _by_errno(
        "EPROTO",
        "accept",
        (
            "a packet with a broken header has to arrive",
            "tiene que llegar un paquete con una cabecera inválida",
        ),
    ),
    _by_errno("EPROTONOSUPPORT", "socket"),
    _by_errno("EPROTOTYPE", "connect"),
    _by_errno("ESOCKTNOSUPPORT", "socket"),
    _by_errno(
        "ESRCH",
        "sendmsg",
        (
            "another process has to be named, which takes CAP_SYS_ADMIN",
            "hay que nombrar otro proceso, lo que exige CAP_SYS_ADMIN",
        ),
    ),
    _by_errno("ETOOMANYREFS", "sendmsg"),
    _by_lookup("EAI_NONAME", "EAI_NODATA"),
    _by_lookup(
        "EAI_AGAIN",
        unprovoked=(
            "the servers for names have to be silent",
            "los servidores de nombres tienen que quedarse sin responder",
        ),
    ),
    _by_lookup(
        "EAI_FAIL",
        unprovoked=(
            "a server for names has to refuse",
            "un servidor de nombres tiene que negarse a responder",
        ),
    ),
    _by_lookup("EAI_SERVICE"),
    _by_lookup("EAI_FAMILY", "EAI_ADDRFAMILY"),
    _by_lookup("EAI_SOCKTYPE"),
    _by_lookup("EAI_BADFLAGS"),
)
"""Every error that a call of a socket gives, or a look-up of a name, or stdnet itself."""

BY_NAME: Final = {entry.name: entry for entry in ENTRIES}

ELSEWHERE: Final = {
    "ArgumentListTooLong": ("only starting a program", "solo al iniciar un programa"),
    "CrossesDevices": ("only links and renames", "solo con enlaces y cambios de nombre"),
    "Deadlock": ("only locks on files", "solo con bloqueos de archivos"),
    "DirectoryNotEmpty": ("only removing a directory", "solo al borrar un directorio"),
    "ExecutableFileBusy": (
        "only programs that run as they are written",
        "solo con programas que se ejecutan mientras se escriben",
    ),
    "FileTooLarge": ("only writing to files", "solo al escribir en archivos"),
    "QuotaExceeded": (
        "only files on a disk with quotas",
        "solo con archivos en un disco con cuotas",
    ),
    "ResourceBusy": ("only devices, mounts and `dup2`", "solo con dispositivos, montajes y `dup2`"),
    "StaleNetworkFileHandle": (
        "only files on a network filesystem",
        "solo con archivos en un sistema de archivos de red",
    ),
    "TooManyLinks": ("only links to files", "solo con enlaces a archivos"),
    "EOVERFLOW": ("only files that are too large", "solo con archivos demasiado grandes"),
    "ENOLCK": ("only locks on files", "solo con bloqueos de archivos"),
    "ENOPKG": (
        "only options that today's kernels do not have",
        "solo con opciones que los núcleos actuales no tienen",
    ),
    "ENOSR": ("only STREAMS, which Linux does not have", "solo con STREAMS, que Linux no tiene"),
}
"""Kinds and errnos that have no page: where they come from instead, in English and Spanish."""
