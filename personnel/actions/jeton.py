"""API tokens: issued once, stored hashed, revoked at once."""

import hashlib
import secrets

from django.db.models import Q
from django.utils import timezone

from entraide.editing import create, save_version
from personnel.journal import agir
from personnel.models import Jeton
from personnel.permissions import exiger, peut_gerer_personnel


def empreinte(jeton):
    """SHA-256 of a token, in hexadecimal. The token has 256 bits of chance, so that no salt is needed."""
    return hashlib.sha256(jeton.encode("utf-8", "surrogatepass")).hexdigest()


def emettre_jeton(*, compte, nom, par, expire_le=None):
    """Issue a token for `compte`; return (row, token). The token is never readable again."""
    exiger(peut_gerer_personnel(par))
    jeton = secrets.token_urlsafe(32)
    with agir(par=par):
        ligne = create(
            Jeton(compte=compte, nom=nom, empreinte=empreinte(jeton), expire_le=expire_le), par=par
        )
    return ligne, jeton


def revoquer_jeton(*, jeton, version, par):
    """Revoke a token: the next request that carries it is refused."""
    exiger(peut_gerer_personnel(par) or jeton.compte_id == par.pk)
    with agir(par=par):
        return save_version(jeton, {"revoque_le": timezone.now()}, version=version, par=par)


def compte_du_jeton(jeton):
    """The active account behind a valid token, or None (unknown, revoked, expired, account closed)."""
    ligne = (
        Jeton.objects.select_related("compte")
        .filter(Q(expire_le__isnull=True) | Q(expire_le__gt=timezone.now()))
        .filter(empreinte=empreinte(jeton), revoque_le__isnull=True, compte__is_active=True)
        .first()
    )
    return ligne.compte if ligne else None
