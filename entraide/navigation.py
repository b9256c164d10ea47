"""The main addresses of each role. The same list makes the top bar and, on a phone, the bottom bar."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass
class Item:
    address: str
    label: str
    icon: str
    primary: bool = False
    # "page" for the page itself, "true" for a page under it, empty elsewhere.
    current: str = ""


DASHBOARD = ("statistiques", _("Dashboard"), "layout-dashboard")
CENTRES = ("centres", _("Institutions"), "building-community")
PEOPLE = ("beneficiaires", _("Beneficiaries"), "users")
ENROL = ("inscription-recherche", _("Enrol"), "user-plus")
ADMINISTRATION = ("admin:index", _("Administration"), "settings")
MY_CENTRE = ("accueil", _("My centre"), "home")


def choices(compte):
    """[(route, label, icon)] for the role of this account."""
    if compte.est_coordination:
        return [DASHBOARD, CENTRES, PEOPLE, ADMINISTRATION]
    if compte.est_responsable:
        return [MY_CENTRE, PEOPLE, ENROL, DASHBOARD]
    if compte.est_officiel:
        return [DASHBOARD, CENTRES]
    return []


def items(compte, path):
    """The items of this account; the one that `path` lies under is marked."""
    found = []
    for route, label, icon in choices(compte):
        try:
            found.append(Item(reverse(route), label, icon, primary=route == ENROL[0]))
        except NoReverseMatch:
            continue
    for item in found:
        # A manager's own pages lie under the list of institutions, which only the other roles have as an
        # item.
        under = "/centres/" if item.address == "/" else item.address
        if path == item.address:
            item.current = "page"
        elif path.startswith(under):
            item.current = "true"
    return found
