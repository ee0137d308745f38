"""A server of the chat-completions protocol that says what a test wants, on this machine."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scodiff.compare.review.model import ReviewQuestion

JsonObject = dict[str, Any]
_PASSAGE = re.compile(
    r"^(?:PARAGRAPH|CANDIDATE \d+|PASSAGE [AB])\n<<<(\w+)\n(.*?)\n\1>>>", re.DOTALL | re.MULTILINE
)


@dataclass
class ChatRequest:
    """What the server was sent: the number of the request from 1, its headers and its body."""

    number: int
    path: str
    headers: dict[str, str]
    body: JsonObject

    @property
    def passages(self) -> list[str]:
        """The paragraph asked about and its candidates, as the model is shown them."""
        return [found[2] for found in _PASSAGE.finditer(self.body["messages"][1]["content"])]


@dataclass
class ChatReply:
    """What the server does: says ``content``, or sends other bytes, slowly, or hangs up.

    ``pause`` is waited before the reply and ``drip`` after each of its bytes, in seconds.
    """

    content: object = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    pause: float = 0.0
    drip: float = 0.0
    drop: bool = False
    finish: str = "stop"

    def data(self) -> bytes:
        """The body of the reply."""
        if self.raw is not None:
            return self.raw
        message = {"role": "assistant", "content": self.content}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        about = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
        return json.dumps({**about, "choices": [choice]}).encode()


Script = Callable[[ChatRequest], ChatReply]


class ChatServer:
    """Serves what ``script`` says, and remembers what it was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[ChatRequest] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_POST(self) -> None:
                """Answer as the script says."""
                outer.answer(self)

            def log_message(self, *arguments: Any) -> None:
                """Say nothing on the terminal."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_port}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        body = json.loads(handler.rfile.read(int(handler.headers["content-length"])))
        with self._lock:
            number = len(self.requests) + 1
            request = ChatRequest(number, handler.path, dict(handler.headers.items()), body)
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            reply = self.script(request)
            time.sleep(reply.pause)
        finally:
            # Before the reply is sent: who has it may ask again before this thread goes on.
            with self._lock:
                self._at_once -= 1
        with suppress(OSError):  # whoever asked has gone
            _send(handler, reply)


def _send(handler: BaseHTTPRequestHandler, reply: ChatReply) -> None:
    if reply.drop:
        handler.connection.close()
        return
    data = reply.data()
    handler.send_response(reply.status)
    headers = {"content-type": "application/json", "content-length": str(len(data))}
    for name, value in {**headers, **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    if not reply.drip:
        handler.wfile.write(data)
        return
    for byte in data:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(reply.drip)


@contextmanager
def chat_server(script: Script | ChatReply) -> Iterator[ChatServer]:
    """A server that does the same each time, or what a function of the request says."""
    server = ChatServer((lambda _: script) if isinstance(script, ChatReply) else script)
    try:
        yield server
    finally:
        server.close()


def verdicts(*entries: tuple[str, str, str]) -> str:
    """A reply in the form asked for: label and both quotations, candidate by candidate."""
    return json.dumps(
        {
            str(number): {"paragraph": paragraph, "candidate": candidate, "label": label}
            for number, (label, paragraph, candidate) in enumerate(entries, 1)
        }
    )


def nothing_for(request: ChatRequest) -> str:
    """A reply that finds nothing in any candidate."""
    return verdicts(*[("nothing", "", "")] * (len(request.passages) - 1))


def first_is_same(request: ChatRequest) -> ChatReply:
    """The first candidate is the same, quoted in full; there is nothing in the others."""
    paragraph, first, *others = request.passages
    return ChatReply(verdicts(("same", paragraph, first), *[("nothing", "", "")] * len(others)))


def about(request: ChatRequest, question: ReviewQuestion) -> bool:
    """Whether a request asks this question."""
    return request.passages[0] == question.paragraph.text
