"""One question to the server: asked again where that may help, and errors without the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from scodiff.llm.endpoint import Endpoint
from scodiff.llm.errors import ReaderError, UnansweredError
from scodiff.llm.prompt import REPLY_TOKENS, ChatMessage

if TYPE_CHECKING:
    import openai

_SEED = 0
# Of these every question would fail: the key, what it may be used for, the address or the model.
_HOPELESS = {
    401: "refuses the key; set {variables}",
    403: "does not allow it",
    404: "does not have the model '{model}', or nothing is at {address}",
}
_TRYING = (400, 422)  # what servers say to a form of reply that they do not know
_MOST_SHOWN = 200
_UNREADABLE = "the server's reply cannot be read"


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """Seconds for one question, all attempts together; attempts; questions asked at a time."""

    seconds: float = 600.0
    retries: int = 4
    parallel: int = 4


def forms(schema: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """How servers are told the form of the reply, from the strictest to none at all.

    OpenAI, vLLM, Ollama and llama.cpp take the first; llama-cpp-python the second, where others
    at least bind themselves to JSON. The reply is checked against the schema in any case.
    """
    strict = {"name": "reply", "strict": True, "schema": schema}
    return (
        {"response_format": {"type": "json_schema", "json_schema": strict}},
        {"response_format": {"type": "json_object", "schema": schema}},
        {"response_format": {"type": "json_object"}},
        {},
    )


class ReaderClient:
    """Asks one question at a time. Use it as a context manager, one for each thread.

    ``first_form`` is the first of ``forms`` that the server is asked with.
    """

    def __init__(self, endpoint: Endpoint, limits: ReaderLimits) -> None:
        self.first_form = 0
        self._endpoint = endpoint
        self._limits = limits
        self._client, self._transport = _opened(endpoint, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def begin(self) -> None:
        """Start the time of a question."""
        self._transport.begin(self._limits.seconds)

    def reply(self, messages: Sequence[ChatMessage], schema: dict[str, Any]) -> str:
        """What the model says.

        Raises:
            UnansweredError: this question gets no answer.
            ReaderError: none will.
        """
        import openai

        known = forms(schema)
        for number in range(self.first_form, len(known)):
            try:
                completion = self._client.chat.completions.create(
                    model=self._endpoint.model,
                    messages=list(messages),  # type: ignore[arg-type]
                    temperature=0,
                    seed=_SEED,
                    max_tokens=REPLY_TOKENS,
                    **known[number],
                )
            except openai.APIStatusError as error:
                if error.status_code in _TRYING and number + 1 < len(known):
                    continue
                self._explain(error)
            except openai.APIError as error:
                raise UnansweredError(_cause(error)) from None
            except (ValueError, RecursionError):
                raise UnansweredError(_UNREADABLE) from None
            else:
                self.first_form = number
                return _text(completion)
        raise AssertionError("the last form returns or raises")

    def _explain(self, error: openai.APIStatusError) -> None:
        status = error.status_code
        if status in _HOPELESS:
            why = _HOPELESS[status].format(
                model=self._endpoint.model,
                address=self._endpoint.address,
                variables="SCODIFF_READER_KEY or OPENAI_API_KEY",
            )
            raise ReaderError(f"{self._endpoint.host} {why} (status {status}).") from None
        if 300 <= status < 400:
            raise ReaderError(
                f"{self._endpoint.host} leads elsewhere (status {status}), where nothing is sent; "
                "name the address itself."
            ) from None
        said = self._endpoint.without_key(_said(error))
        raise UnansweredError(f"status {status}" + (f": {said}" if said else "")) from None


def require_library() -> None:
    """Raise ReaderError where the library that speaks the protocol is not installed."""
    try:
        import openai  # noqa: F401
    except ImportError:
        raise ReaderError(
            "--reader needs the package openai: pip install 'scodiff[reader]'."
        ) from None


def _opened(endpoint: Endpoint, limits: ReaderLimits) -> tuple[openai.OpenAI, Any]:
    require_library()
    import httpx
    import openai

    from scodiff.llm.transport import ReaderTransport

    transport = ReaderTransport(with_key=bool(endpoint.key), is_here=endpoint.is_here)
    http = httpx.Client(transport=transport, follow_redirects=False, trust_env=False)
    client = openai.OpenAI(
        # The library insists on one; where there is none the transport keeps this to itself.
        api_key=endpoint.key or "none",
        base_url=endpoint.address,
        timeout=limits.seconds,
        max_retries=limits.retries,
        http_client=http,  # type: ignore[arg-type]  # its successor is expected, both are taken
    )
    return client, transport


def _text(completion: Any) -> str:
    """The text of a completion; whatever the server sent instead of one is no answer."""
    try:
        choice = completion.choices[0]
        text, reason = choice.message.content, choice.finish_reason
    except (AttributeError, IndexError, KeyError, TypeError):
        raise UnansweredError("the server's reply is no chat completion") from None
    if reason == "length":
        raise UnansweredError("the reply was cut off: it grew too long")
    if not isinstance(text, str) or not text.strip():
        raise UnansweredError("the reply is empty")
    return text


def _cause(error: openai.APIError) -> str:
    import openai

    if isinstance(error, openai.APITimeoutError):
        return "no answer in time"
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__
        return f"the connection failed ({cause or 'no reason given'})"
    return _UNREADABLE


def _said(error: openai.APIStatusError) -> str:
    """What a server says of an error, on one line and short."""
    body: Any = error.body
    if isinstance(body, dict):
        body = body.get("message") or body.get("detail") or body.get("error") or ""
    text = " ".join(str(body or "").split())
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
