"""A client of the Language Server Protocol, which asks what an editor shows at a name."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any, Self

from tests.support.checkers import environment


class LanguageServer:
    """A language server on the files of a folder. It talks JSON-RPC on its standard streams."""

    def __init__(self, command: list[str], folder: Path) -> None:
        # How a server finds the installed packages.
        path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(PATH=path, VIRTUAL_ENV=sys.prefix),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the server's log
        )
        self._last_id = 0
        self._request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": folder.name}],
                "capabilities": {
                    "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
                    "workspace": {"configuration": True, "workspaceFolders": True},
                },
            },
        )
        self._notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:  # A server ends when its input does.
            pass

    def open(self, path: Path) -> None:
        """Opens a file, as an editor does."""
        text = path.read_text(encoding="utf-8")
        document = {"uri": path.as_uri(), "languageId": "python", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})

    def hover(self, path: Path, line: int, column: int) -> str:
        """Returns what the editor shows at a place. Lines and columns are counted from 0."""
        position = {"line": line, "character": column}
        place = {"textDocument": {"uri": path.as_uri()}, "position": position}
        found = self._request("textDocument/hover", place)
        return "" if found is None else str(found["contents"]["value"])

    def _request(self, method: str, parameters: object) -> Any:
        """Sends a request and returns its result. Grants what the server asks for meanwhile."""
        self._last_id += 1
        self._send({"id": self._last_id, "method": method, "params": parameters})
        while True:
            match self._receive():
                case {
                    "method": "workspace/configuration",
                    "id": number,
                    "params": {"items": items},
                }:
                    self._send({"id": number, "result": [{} for _ in items]})
                case {"method": _, "id": number}:
                    self._send({"id": number, "result": None})
                case {"method": _}:
                    pass
                case {"id": number, "result": result} if number == self._last_id:
                    return result
                case message:
                    raise AssertionError(message)

    def _notify(self, method: str, parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> Any:
        assert self._process.stdout is not None
        length = 0
        while header := self._process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length > 0, "the server has ended"
        return json.loads(self._process.stdout.read(length))
