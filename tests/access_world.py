"""The world that the access tests look at, as they see it: accounts, objects, and the canaries of each
centre.

It is built by `access_people.make_world`.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from django.urls import reverse

from beneficiaires.models import Beneficiaire
from entraide.text import format_phone
from personnel.models import Compte, Jeton

ROLES = ("anonyme", "officiel", "aicha", "brahim", "salem", "coordination", "ferme")
SENSITIVE = "AUTISME"


@dataclass
class World:
    """The region, its accounts and tokens by role, what an address needs by name, and the canaries by
    owner."""

    region: object
    accounts: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)
    secrets: dict = field(default_factory=lambda: {"CEF-01": set(), "CEF-02": set(), "ALF-09": set()})
    people: set = field(default_factory=set)
    inside: dict = field(default_factory=lambda: {"CEF-01": set(), "CEF-02": set(), "ALF-09": set()})

    def address(self, route, names="", query=""):
        """The address of a route for the objects called `names`; in `query`, {name} is written out too.

        A pattern without a name is given as it is written, `<path:object_id>` and all.
        """
        args = [self.key(name) for name in names.split()]
        query = query.format_map({name: quote(str(self.key(name))) for name in self.objects})
        path = (
            reverse(route, args=args)
            if "/" not in route
            else "/" + re.sub(r"<.+>|\(.+\)\$", str(args[0]), route)
        )
        return path + (f"?{query}" if query else "")

    def key(self, name):
        found = self.objects.get(name, name)
        return found.numero if isinstance(found, Beneficiaire) else getattr(found, "pk", found)

    def forbidden(self, role):
        """What this role must never be shown: texts and keys."""
        if role == "coordination":
            return set()
        if role == "officiel":
            return self.people
        if role in ("aicha", "brahim"):
            own = {"aicha": "CEF-01", "brahim": "CEF-02"}[role]
            others = [code for code in self.secrets if code != own]
        else:
            others = list(self.secrets)
        return set().union(*(self.secrets[code] | self.inside[code] for code in others)) | (
            set() if role in ("aicha", "brahim") else self.people
        )


def identifiers(row):
    """Every text by which a person is known: names, number, codes, phone as stored and as shown, key."""
    texts = {getattr(row, name) for name in ("prenom_ar", "nom_ar", "prenom_fr", "nom_fr")}
    for name in ("numero", "numero_affiche", "cnie", "massar", "etat_civil", "adresse"):
        texts.add(getattr(row, name, None))
    if phone := getattr(row, "telephone", None):
        texts |= {phone, format_phone(phone), phone.removeprefix("+212")}
    return {str(text) for text in texts | {row.pk} if text}


def close_account(world):
    """The account `ferme` is closed, with its session open and its token issued."""
    Compte.objects.filter(pk=world.accounts["ferme"].pk).update(is_active=False)
    assert Jeton.objects.filter(compte=world.accounts["ferme"], revoque_le__isnull=True).exists()
