"""Sign-in of programs: a token in `Authorization: Token …`, checked against the database at each request."""

from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header

from personnel.actions.jeton import compte_du_jeton


class JetonAuthentication(BaseAuthentication):
    """A revoked or expired token, or a closed account, is refused at the next request."""

    def authenticate(self, request):
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"token":
            return None
        compte = compte_du_jeton(words[1].decode("latin-1")) if len(words) == 2 else None
        if compte is None:
            raise exceptions.AuthenticationFailed(
                _("This token is not valid: unknown, revoked, or its account is closed.")
            )
        if "HTTP_ACCEPT_LANGUAGE" not in request.META:
            translation.activate(compte.langue)
        return compte, words[1]

    def authenticate_header(self, request):
        return "Token"


class JetonScheme(OpenApiAuthenticationExtension):
    """How the published schema describes the token."""

    target_class = JetonAuthentication
    name = "jeton"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <jeton>"}
