"""A connection to the very address that was checked, with one end in time for all that goes over it.

Going to the checked address, not to the name again, is what makes DNS rebinding lead nowhere.
"""

from __future__ import annotations

import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING

from briefing.errors import NetworkError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IPV4_BITS = 0xFFFFFFFF
_ALLOW = "give --allow-private if that is meant"

_Resolved = list[str] | OSError


class Wire(io.RawIOBase):
    """A socket as `http.client` uses it, each wait cut to what is left until `deadline` (of `time.monotonic`).

    More than `most_bytes` is not read, whatever the answer says of its own length.
    """

    def __init__(
        self, host: str, port: int, deadline: float, *, allow_private: bool, most_bytes: int, tls: bool
    ) -> None:
        """Connect. Raises NetworkError where no address of the host may be visited, OSError where none answers."""
        super().__init__()
        self._deadline = deadline
        self._left_bytes = most_bytes
        self._socket = _connected(_checked(host, port, deadline, allow_private=allow_private), port, deadline)
        if tls:
            try:
                self._socket = _tls().wrap_socket(self._socket, server_hostname=host)
            except OSError:
                self._socket.close()
                raise

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read what has come, waiting no longer than until the deadline."""
        if self._left_bytes <= 0:
            raise ConnectionAbortedError
        self._socket.settimeout(_left(self._deadline))
        count = self._socket.recv_into(buffer)
        self._left_bytes -= count
        return count

    def sendall(self, data: bytes) -> None:
        """Send all, waiting no longer than until the deadline."""
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the reading end, as a response wants it; closing that closes the socket."""
        return io.BufferedReader(self)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()
        super().close()


class Line:
    """What `http.client` holds of a wire. It closes this before the response is read, so closing does nothing."""

    def __init__(self, wire: Wire) -> None:
        """Wrap a wire."""
        self.sendall = wire.sendall
        self.makefile = wire.makefile

    def close(self) -> None:
        """Leave the wire open: the response is still to be read from it."""


def is_public(address: str) -> bool:
    """Say whether an address lies in the public network, also where it hides an IPv4 address in an IPv6 one."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        teredo = found.teredo[1] if found.teredo else None
        nat64 = ipaddress.IPv4Address(int(found) & _IPV4_BITS) if found in _NAT64 else None
        hidden = found.ipv4_mapped or found.sixtofour or teredo or nat64
        if hidden or found.is_site_local:
            return hidden is not None and is_public(str(hidden))
    return found.is_global and not found.is_multicast


def _checked(host: str, port: int, deadline: float, *, allow_private: bool) -> list[str]:
    """Return the addresses of a host that may be visited."""
    addresses = _resolved(host, port, deadline)
    allowed = [address for address in addresses if allow_private or is_public(address)]
    if not allowed:
        raise NetworkError(host, f"is an address of this machine or its own network ({addresses[0]})", _ALLOW)
    return allowed


def _resolved(host: str, port: int, deadline: float) -> list[str]:
    """Look the host up. The system's look-up cannot be stopped, so a thread waits for it that nobody waits for."""
    answers: queue.SimpleQueue[_Resolved] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(_look_up(host, port)), daemon=True).start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(answer, OSError):
        raise answer
    return answer


def _look_up(host: str, port: int) -> _Resolved:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        return error
    except UnicodeError:  # a label that is empty or too long
        return socket.gaierror(socket.EAI_NONAME, "no such name")
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    troubles: list[OSError] = []
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=_left(deadline))
        except OSError as error:
            troubles.append(error)
    raise troubles[-1]


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _tls() -> ssl.SSLContext:
    """Trust what the system trusts and what certifi lists; some systems come without a list of their own."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
