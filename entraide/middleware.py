"""What stands around every view: security headers, the text gate, the language, the sign-in."""

from django.conf import settings
from django.contrib.auth import middleware as auth_middleware
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.urls import get_resolver, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from .addresses import own_address

OWN = ("script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src", "form-action")
CONTENT_SECURITY_POLICY = "; ".join(
    ["default-src 'none'", *(f"{kind} 'self'" for kind in OWN), "base-uri 'none'", "frame-ancestors 'none'"]
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


class SecurityHeadersMiddleware:
    """The same strict policy on every answer, and nothing in any cache: an office machine serves several
    people."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers["Cache-Control"] = "private, no-store"
        return response


class AccountLanguageMiddleware:
    """The language of the account; for a stranger the cookie of the last choice, then the browser's, then
    Arabic."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        compte = request.user
        langue = compte.langue if compte.is_authenticated else translation.get_language_from_request(request)
        translation.activate(langue)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class TextGateMiddleware:
    """Refuse with 400 an address that holds NUL: PostgreSQL raises on it, whoever reads the parameter."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.holds_nul(request):
            return get_resolver().resolve_error_handler(400)(request, None)
        return self.get_response(request)

    @staticmethod
    def holds_nul(request):
        if "\0" in request.path_info:
            return True
        return any(
            "\0" in key or any("\0" in value for value in values) for key, values in request.GET.lists()
        )


class LoginRequiredMiddleware(auth_middleware.LoginRequiredMiddleware):
    """Closed by default. A session that ended while a form was open loses nothing.

    Reading sends to the sign-in page and back. Writing is answered 401 by the sign-in page itself, which
    carries what was typed (see `entraide.resume`). An htmx request makes the whole page go to sign in, and
    come back.
    """

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request") == "true":
            here = own_address(request, request.headers.get("HX-Current-URL", ""))
            login = resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': here})}" if here else "")
            return HttpResponse(status=401, headers={"HX-Redirect": login})
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return super().handle_no_permission(request, view_func)
        request.session_ended = True
        # Found by its name: this module knows no app.
        return resolve(resolve_url(settings.LOGIN_URL)).func(request)


class EditingMiddleware:
    """A view that lets `Conflict` or `VersionMissing` through still answers 409 or 428, with both values."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        from .conflicts import answer_conflict
        from .editing import Conflict, VersionMissing

        return (
            answer_conflict(request, exception) if isinstance(exception, Conflict | VersionMissing) else None
        )
