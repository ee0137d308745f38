"""Requests to the model's server: what they carry, and how much and how long they may bring.

All a request takes along is listed here; what the client library adds of its own (versions of
Python and the system, cookies) stays here. Replies are bounded in time and size and never
compressed, and no redirect is followed: texts and key go to the server that the user named.
"""

from __future__ import annotations

from contextlib import closing

import httpcore
import httpx

from scodiff.corpus.fetching.network import OverSizeError, OverTimeError, RefusedError
from scodiff.corpus.fetching.transport import BoundedTransport
from scodiff.llm.errors import UnansweredError

_LARGEST = 2 * 2**20  # bytes of a reply with its headers
_SENT = frozenset({"accept", "content-length", "content-type", "host"})
_KEY_HEADER = "authorization"


class ReaderTransport(httpx.BaseTransport):
    """Sends requests with bounds on the replies; ``begin`` starts the time of a question.

    ``with_key`` says whether the header that holds the key goes along. What is for this machine
    (``is_here``) goes to no proxy: it would leave the machine, and the key with it.
    """

    def __init__(self, *, with_key: bool, is_here: bool) -> None:
        self._bounded = BoundedTransport(direct=is_here)
        self._sent = _SENT | {_KEY_HEADER} if with_key else _SENT
        self._seconds, self._failure = 0.0, ""

    def begin(self, seconds: float) -> None:
        """Give the next question so many seconds, all its attempts together."""
        self._seconds, self._failure = seconds, ""
        self._bounded.network.begin(seconds)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read the whole reply.

        Raises:
            UnansweredError: the question has had its time, or is led elsewhere.
            httpx.TransportError: the connection failed; another attempt may not.
        """
        kept = [(k, v) for k, v in request.headers.raw if k.decode("ascii").lower() in self._sent]
        request.headers = httpx.Headers(
            [*kept, (b"user-agent", b"scodiff"), (b"accept-encoding", b"identity")]
        )
        try:
            self._bounded.network.expect(_LARGEST)
            return _whole(self._bounded.handle_request(request))
        except OverTimeError:
            before = f" (before: {self._failure})" if self._failure else ""
            raise UnansweredError(f"no answer within {self._seconds:g} seconds{before}") from None
        except OverSizeError:
            raise UnansweredError("the server sends far more than an answer") from None
        except RefusedError as error:
            raise UnansweredError(str(error)) from None
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error), request=request) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
            self._failure = str(error)
            raise httpx.NetworkError(self._failure, request=request) from None

    def close(self) -> None:
        """Close what is open."""
        self._bounded.close()


def _whole(response: httpx.Response) -> httpx.Response:
    with closing(response):
        data = b"".join(response.iter_raw())
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise httpcore.RemoteProtocolError("the answer is compressed, which was not asked for")
    status = response.status_code
    if status == 500 and b"response_format" in data:
        # The server of llama-cpp-python calls its own failure what is a form it does not know.
        status = 422
    return httpx.Response(status, headers=response.headers, content=data)
