"""An editor: opens files in a language server and asks it what an author would see."""

import contextlib
import itertools
import json
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue

PATIENCE_S = 30
LANGUAGE = "yaml"


class Editor:
    """A client of the Language Server Protocol, as small as these questions allow."""

    def __init__(self, command, folder: Path) -> None:
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._ids = itertools.count(1)
        self._answers: dict[int, object] = {}
        self._problems: dict[str, list] = {}
        self._heard: Queue = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        asked = {"textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}}}
        asked["workspace"] = {"configuration": True}
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": asked})
        self._say("initialized", {})

    def open(self, file: Path, text: str) -> None:
        """Show *text* as the content of *file*, which need not exist."""
        document = {"uri": file.as_uri(), "languageId": LANGUAGE, "version": 1, "text": text}
        self._say("textDocument/didOpen", {"textDocument": document})

    def complete(self, file: Path, line: int, column: int) -> dict[str, str]:
        """What is offered there, with the words that explain it."""
        answer = self._ask("textDocument/completion", _at(file, line, column))
        return {item["label"]: _words(item.get("documentation")) for item in answer["items"]}

    def hover(self, file: Path, line: int, column: int) -> str:
        """What is said when the pointer rests there."""
        answer = self._ask("textDocument/hover", _at(file, line, column))
        return _words(answer["contents"]) if answer else ""

    def problems(self, file: Path) -> list[str]:
        """What is underlined in the file; waits until the server has looked."""
        self._wait(lambda: file.as_uri() in self._problems)
        return [problem["message"] for problem in self._problems[file.as_uri()]]

    def close(self) -> None:
        """Leave, whatever state the server is in."""
        with contextlib.suppress(OSError):
            self._say("exit", None)
        try:
            self._server.wait(5)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        for stream in (self._server.stdin, self._server.stdout):
            stream.close()

    def _ask(self, method, params):
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        self._wait(lambda: number in self._answers)
        return self._answers.pop(number)

    def _say(self, method, params) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._server.stdin.flush()

    def _wait(self, done) -> None:
        while not done():
            try:
                message = self._heard.get(timeout=PATIENCE_S)
            except Empty:
                raise AssertionError("the language server says nothing") from None
            self._take(message)

    def _take(self, message) -> None:
        if (
            "method" in message and "id" in message
        ):  # it asks the editor: no settings, and nothing to register
            wanted = message["params"].get("items", []) if message["params"] else []
            self._send({"id": message["id"], "result": [None] * len(wanted) if wanted else None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self._problems[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message:
            assert "error" not in message, message
            self._answers[message["id"]] = message["result"]

    def _listen(self) -> None:
        stream = self._server.stdout
        with contextlib.suppress(OSError, ValueError):
            while header := stream.readline():
                length = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._heard.put(json.loads(stream.read(length)))


def _at(file: Path, line: int, column: int) -> dict:
    """A place as the protocol counts: from 0."""
    place = {"line": line - 1, "character": column - 1}
    return {"textDocument": {"uri": file.as_uri()}, "position": place}


def _words(content) -> str:
    return content.get("value", "") if isinstance(content, dict) else str(content or "")
