"""The terms of the pages, in Spanish and in English: the rows of the glossary.

A term of the Spanish pages stands for one thing. `others` are the words that are not used for it.
"""

from typing import Final, NamedTuple


class Term(NamedTuple):
    """A term in both languages, with a sentence that uses it."""

    es: str
    en: str
    lesson: int
    """The lesson that explains it."""
    es_sentence: str
    en_sentence: str
    others: str = ""
    """Other Spanish words for the same, as a pattern."""


TERMS: Final = (
    Term(
        *("acuse de recibo", "acknowledgement", 1),
        "El emisor repite el mensaje hasta que llega su acuse de recibo (ACK).",
        "The sender repeats the message until its acknowledgement (ACK) comes.",
        others=r"acuses? de recepción|confirmaci(?:ón|ones) de recepción",
    ),
    Term(
        *("archivo", "file", 4),
        "Para el núcleo, un socket se usa con un descriptor, como un archivo.",
        "To the kernel, a socket is used by a descriptor, as a file is.",
        others=r"ficheros?",
    ),
    Term(
        *("búfer", "buffer", 6),
        "De lo que hay en el búfer, solo cuentan los primeros `n` bytes.",
        "Of what is in the buffer, only the first `n` bytes count.",
        others=r"memorias? intermedias?",
    ),
    Term(
        *("cabecera", "header", 14),
        "Un socket crudo de IPv4 recibe también la cabecera de IP.",
        "A raw socket of IPv4 receives the header of IP as well.",
        others=r"encabezados?",
    ),
    Term(
        *("cola de conexiones pendientes", "queue of pending connections", 8),
        "Las conexiones esperan a `accept` en la cola de conexiones pendientes («backlog»).",
        "Connections wait for `accept` in the queue of pending connections (the backlog).",
        others=r"colas? de espera",
    ),
    Term(
        *("control de flujo", "flow control", 6),
        "Por el control de flujo, quien escribe espera mientras el búfer está lleno.",
        "By flow control, the writer waits while the buffer is full.",
    ),
    Term(
        *("cuenta corta", "short count", 6),
        "Si `read` devuelve 3 y se pidieron 8, es una cuenta corta y no un error.",
        "If `read` returns 3 and 8 were asked for, that is a short count and no error.",
    ),
    Term(
        *("datagrama", "datagram", 7),
        "Un datagrama llega entero y solo, o no llega.",
        "A datagram arrives whole and alone, or not at all.",
    ),
    Term(
        *("descriptor", "file descriptor", 4),
        "`socket` devuelve un descriptor: el número de una fila de la tabla del proceso.",
        "`socket` returns a file descriptor: the number of a row of the process's table.",
        others=r"manejador(?:es)? de archivos?",
    ),
    Term(
        *("directorio", "folder", 0),
        "Un socket Unix puede tener por dirección un nombre en un directorio.",
        "The address of a Unix socket may be a name in a folder.",
        others=r"carpetas?",
    ),
    Term(
        *("emisor", "sender", 13),
        "El emisor no puede saber si se perdió el dato o el acuse de recibo.",
        "The sender cannot know if the data was lost or the acknowledgement.",
    ),
    Term(
        *("fallo", "failure", 4),
        "Después de un fallo de `connect` se cierra el socket y se crea otro.",
        "After a failure of `connect` the socket is closed, and another one created.",
        others=r"(?:la|una) falla|fallas",
    ),
    Term(
        *("flujo", "stream", 6),
        "Un flujo es una fila de bytes, sin marcas entre una escritura y otra.",
        "A stream is a row of bytes, with no mark between one write and the next.",
        others=r"corrientes? de bytes|sockets? de corriente",
    ),
    Term(
        *("hilo", "thread", 11),
        "Con un hilo por conexión, un cliente callado no demora a los demás.",
        "With a thread for each connection, a silent client delays nobody else.",
        others=r"hebras?",
    ),
    Term(
        *("límites", "boundaries", 1),
        "UDP conserva los límites de los mensajes, y TCP no.",
        "UDP keeps the boundaries of messages, and TCP does not.",
    ),
    Term(
        *("llamada al sistema", "system call", 0),
        "`strace` anota cada llamada al sistema de un programa.",
        "`strace` writes down each system call of a program.",
        others=r"llamadas? de sistema",
    ),
    Term(
        *("longitud", "length", 3),
        "`addrlen` es la longitud de la dirección, en bytes.",
        "`addrlen` is the length of the address, in bytes.",
    ),
    Term(
        *("máquina", "machine", 0),
        "`127.0.0.1` es esta máquina, tal como ella misma se llama.",
        "`127.0.0.1` is this machine, as it calls itself.",
        others=r"equipos?",
    ),
    Term(
        *("núcleo", "kernel", 4),
        "El puerto 0 le pide al núcleo que elija uno libre.",
        "Port 0 asks the kernel to choose a free one.",
    ),
    Term(
        *("orden de bytes de red", "network byte order", 3),
        "`htons` pone un número de 16 bits en orden de bytes de red.",
        "`htons` puts a number of 16 bits into network byte order.",
        others=r"orden de (?:la )?red",
    ),
    Term(
        *("otro extremo", "peer", 6),
        "Cuando el otro extremo cierra, `read` devuelve 0.",
        "When the peer closes, `read` returns 0.",
        others=r"(?:su|un) par(?! de)",
    ),
    Term(
        *("paquetes en secuencia", "sequenced packet", 14),
        "Un socket de paquetes en secuencia tiene conexión y conserva los límites.",
        "A sequenced packet socket has a connection, and keeps boundaries.",
        others=r"paquetes secuenciados",
    ),
    Term(
        *("plazo", "time-out", 5),
        "Vencido el plazo, la llamada falla con el tipo `WouldBlock`.",
        "When the time-out is over, the call fails with the kind `WouldBlock`.",
        others=r"tiempos? (?:límite|de espera)",
    ),
    Term(
        *("proceso hijo", "child process", 5),
        "Un proceso hijo hereda los descriptores, y la conexión sigue abierta con él.",
        "A child process inherits descriptors, and the connection stays open with it.",
    ),
    Term(
        *("puerto", "port", 3),
        "La dirección de un servicio es la de su máquina y un puerto.",
        "The address of a service is that of its machine, and a port.",
    ),
    Term(
        *("receptor", "receiver", 13),
        "El receptor reconoce una copia por su número y la descarta.",
        "The receiver knows a copy by its number, and drops it.",
    ),
    Term(
        *("socket crudo", "raw socket", 14),
        "Un socket crudo («raw») envía paquetes de IP que arma el programa.",
        "A raw socket sends IP packets that the program makes.",
        others=r"sockets? raw",
    ),
    Term(
        *("socket de escucha", "listener", 8),
        "El socket de escucha no transmite bytes: da conexiones.",
        "A listener carries no bytes: it gives connections.",
        others=r"sockets? que escuchan?",
    ),
    Term(
        *("suma de verificación", "checksum", 14),
        "La suma de verificación de un mensaje que ya la contiene es 0.",
        "The checksum of a message that contains it already is 0.",
        others=r"sumas? de (?:comprobación|control)",
    ),
    Term(
        *("valor de retorno", "return value", 4),
        "El valor de retorno -1 dice que la llamada falló; `errno` dice por qué.",
        "The return value -1 says that the call failed; `errno` says why.",
        others=r"valor(?:es)? (?:devueltos?|retornados?)",
    ),
)
