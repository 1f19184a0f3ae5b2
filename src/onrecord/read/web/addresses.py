"""Which network addresses onrecord may connect to.

A feed is untrusted: a link in it, or a redirect, may point at a machine that only this one can reach, such as a router,
the metadata service of a cloud, or a database. So onrecord connects only to addresses of the public internet, unless
the caller allows others. The check is on the address, not on the name: the caller connects to the very address that
passed, so a second look-up cannot give another (DNS rebinding).
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from onrecord.errors import ReadError

_PORTS = {"http": 80, "https": 443}
_NAT64 = IPv6Network("64:ff9b::/96")
_DOCUMENTATION = IPv6Network("3fff::/20")
"""RFC 9637; some supported versions of Python do not know it."""
_PLATFORM = frozenset(map(ip_address, ("168.63.129.16",)))
"""Addresses outside the private ranges that clouds answer inside their machines: Azure's WireServer."""
_LONGEST_URL = 8_192


def is_web_address(path: str) -> bool:
    """Tell whether a path that a person gives is an address of the web.

    Example:
        >>> is_web_address("https://post.example/boats")
        True
    """
    return path[:8].lower().startswith(("http://", "https://"))


def check_url(url: str) -> SplitResult:
    """Check that a URL is one of the web, and split it.

    Args:
        url: The URL, as a feed or a redirect gives it.

    Returns:
        Its parts in ASCII, with a host and a path, and without user, password and fragment.

    Raises:
        ReadError: The URL is malformed, too long, or of another scheme than http and https.

    Example:
        >>> check_url("HTTPS://müller.example/a b#part").geturl()
        'https://xn--mller-kva.example/a%20b'
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
        # A lone surrogate, which JSON may carry, cannot be quoted.
        path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    except (ValueError, UnicodeError) as error:
        raise ReadError(url[:200], f"is no valid address ({error}); check it") from error
    if parts.scheme not in _PORTS:
        raise ReadError(url[:200], "is not an address of the web; onrecord fetches only http and https")
    if not host or len(url) > _LONGEST_URL:
        raise ReadError(url[:200], "is no valid address; check it")
    named = f"[{host}]" if ":" in host else host
    place = named if port in (None, _PORTS[parts.scheme]) else f"{named}:{port}"
    return SplitResult(parts.scheme, place, path, query, "")


def join_url(base: str, link: str) -> str:
    """Make a link absolute. One that is too broken comes back unchanged, and :func:`check_url` refuses it."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def find_addresses(parts: SplitResult, allow_private: bool) -> list[tuple[str, int]]:
    """Look up the addresses of a host, without those that onrecord may not connect to.

    Args:
        parts: The URL, as :func:`check_url` gives it.
        allow_private: Whether addresses outside the public internet are allowed.

    Returns:
        IP addresses and ports to connect to, in the order of preference.

    Raises:
        ReadError: The name is unknown, or has no address that is allowed.

    Example:
        >>> find_addresses(check_url("http://93.184.216.34/"), allow_private=False)
        [('93.184.216.34', 80)]
    """
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    url = parts.geturl()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(url, f"the name {host} cannot be looked up ({error}); check it, and the connection") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if allow_private or is_public(address)]
    if not allowed:
        reason = f"{host} is not on the public internet ({', '.join(addresses[:3])}); --allow-private fetches it anyway"
        raise ReadError(url, reason)
    return [(address, port) for address in allowed]


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet.

    An IPv6 address that stands for an IPv4 address (mapped, 6to4, Teredo, NAT64) is public if that one is.

    Example:
        >>> is_public("::ffff:10.0.0.1")
        False
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.is_site_local or ip in _DOCUMENTATION or not all(is_public(str(inner)) for inner in _find_embedded(ip)):
            return False
    return ip.is_global and ip not in _PLATFORM and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _find_embedded(ip: IPv6Address) -> list[IPv4Address]:
    return [address for address in (ip.sixtofour, *(ip.teredo or ())) if address is not None]
