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
    # Left out of the bottom bar of a phone, which holds four items.
    desk: bool = False
    # "page" for the page itself, "true" for a page under it, empty elsewhere.
    current: str = ""


DASHBOARD = ("statistiques", _("Dashboard"), "layout-dashboard")
CENTRES = ("centres", _("Institutions"), "building-community")
PEOPLE = ("beneficiaires", _("Beneficiaries"), "users")
DUPLICATES = ("doublons", _("Duplicates"), "copy")
ENROL = ("inscription-recherche", _("Enrol"), "user-plus")
ADMINISTRATION = ("admin:index", _("Administration"), "settings")
MY_CENTRE = ("accueil", _("My centre"), "home")


def choices(compte):
    """[(route, label, icon)] for the role of this account."""
    if compte.est_coordination:
        return [DASHBOARD, CENTRES, PEOPLE, DUPLICATES, ADMINISTRATION]
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
            address = reverse(route)
        except NoReverseMatch:
            continue
        desk = route == DUPLICATES[0]
        found.append(Item(address, label, icon, primary=route == ENROL[0], desk=desk))
    for item in found:
        # A manager's own pages lie under the list of institutions, which only the other roles have as an
        # item.
        under = "/centres/" if item.address == "/" else item.address
        if path == item.address:
            item.current = "page"
        elif path.startswith(under):
            item.current = "true"
    return found
