"""Own addresses: the only ones that a form or a query string may send somebody to."""

from urllib.parse import urlsplit, urlunsplit

from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request, address):
    """The path and query of `address` if it lies on this site, else an empty string."""
    if not address or "\0" in address:
        return ""
    if not url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(address)
    path = urlunsplit(("", "", parts.path, parts.query, ""))
    # What remains must be a path of ours too: `http://here//there` leaves `//there`.
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    return path


def page_address(request):
    """The address to come back to after a switch of language: this page, or the page whose form was sent
    here."""
    if request.method in ("GET", "HEAD"):
        return own_address(request, request.get_full_path()) or "/"
    return (
        own_address(request, request.headers.get("Referer", "")) or own_address(request, request.path) or "/"
    )
