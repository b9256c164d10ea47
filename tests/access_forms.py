"""The forms of the project as a browser sends them back, and the table of those that change something."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.access_sweep import Probe


class _Forms(HTMLParser):
    """[{name: value}] of the forms of a page, as they would be sent untouched."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.form = {}
            self.forms.append(self.form)
        if self.form is None:
            return
        name, kind = a.get("name"), a.get("type", "text")
        if tag == "select":
            self.select = (name, [])
        elif tag == "option" and self.select:
            self.select[1].append((a.get("value", ""), "selected" in a))
        elif tag == "textarea":
            self.area, self.form[name] = name, ""
        elif tag == "input" and name and kind not in ("submit", "file", "image"):
            if kind not in ("radio", "checkbox") or "checked" in a:
                self.form[name] = a.get("value", "on" if kind == "checkbox" else "")

    def handle_data(self, data):
        if self.area:
            self.form[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select" and self.select and self.form is not None:
            name, options = self.select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            if name and chosen:
                self.form[name] = chosen[0]
            self.select = None
        elif tag == "form":
            self.form = None


def form_of(html):
    """The form of a page that changes something: the one with the token of its sending."""
    reader = _Forms()
    reader.feed(html)
    (form,) = [form for form in reader.forms if "jeton" in form]
    return {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Form:
    """A page with a form: who opens it, what is typed, what the action adds (`model: rows`).

    For an edit, `row` is what is changed, `column` what another account changes meanwhile (to `meanwhile`).
    """

    route: str
    names: str
    role: str
    typed: dict
    query: str = ""
    adds: dict = field(default_factory=dict)
    row: str = ""
    column: str = ""
    meanwhile: object = None
    wrong: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.route} {self.names}".strip()

    def address(self, sweep):
        return sweep.world.address(self.route, self.names, self.query)

    def opened(self, sweep, client):
        """What a browser would send of the page as it is now, with what is typed."""
        html = client.get(self.address(sweep)).content.decode()
        return {**form_of(html), **sweep._body(Probe("", "", "", 0, body=tuple(self.typed.items())))}


def edit(route, names, role, typed, row, column, meanwhile, **more):
    return Form(route, names, role, typed, row=row, column=column, meanwhile=meanwhile, **more)


NAME = {"nom_fr": "Change"}
ENROLMENT = {"Inscription": 1, "ChangementStatut": 1}
DESK = "coordination"
EMPTY_NAMES = {"prenom_ar": "", "nom_ar": "", "prenom_fr": "", "nom_fr": ""}

FORMS = [
    Form(
        "inscription-nouvelle",
        "",
        "aicha",
        {"prenom_fr": "Nouvelle", "sexe": "F", "naissance": "2005", "groupe": "@groupe1"},
        "centre=CEF-01",
        {"Beneficiaire": 1, **ENROLMENT},
        wrong={"date": "hier"},
    ),
    Form(
        "inscription-existante",
        "ancien1",
        "aicha",
        {"groupe": "@groupe1"},
        "centre=CEF-01",
        ENROLMENT,
        wrong={"date": "01/01/1999"},
    ),
    Form(
        "tuteur-ajouter",
        "personne1",
        "aicha",
        {"prenom_fr": "Nouveau"},
        "",
        {"Tuteur": 1, "LienTuteur": 1},
        wrong=EMPTY_NAMES,
    ),
    edit(
        "beneficiaire-modifier",
        "personne1",
        "aicha",
        {"adresse": "Hay Qods"},
        "personne1",
        "adresse",
        "Autre hay",
        wrong=EMPTY_NAMES,
    ),
    edit(
        "tuteur-modifier",
        "enfant1 autre_tuteur1",
        "aicha",
        NAME,
        "autre_tuteur1",
        "nom_fr",
        "Entretemps",
        wrong={
            "telephone": "abc",
        },
    ),
    edit(
        "inscription-statut",
        "inscription1",
        "aicha",
        {"vers": "SUSPENDU"},
        "inscription1",
        "motif_tardif",
        "Entretemps",
        adds={"ChangementStatut": 1},
        wrong={"effectif_le": "01/01/1999"},
    ),
    edit(
        "verification-inscrire",
        "confirmee1",
        "aicha",
        {"groupe": "@groupe1"},
        "confirmee1",
        "reponse",
        "Entretemps",
        adds=ENROLMENT,
        wrong={"date": "01/01/1999"},
    ),
    edit(
        "verification",
        "demande1",
        DESK,
        {"etat": "AUTRE", "reponse": "Une autre"},
        "demande1",
        "reponse",
        "Entretemps",
        wrong={"etat": "OUVERTE"},
    ),
    edit(
        "doublon",
        "paire",
        DESK,
        {"decision": "DIFFERENTS"},
        "paire",
        "etat",
        "PLUS_TARD",
        wrong={"decision": "SANS"},
    ),
    Form(
        "doublon-fusion",
        "paire",
        DESK,
        {},
        "",
        {"Beneficiaire": -1, "Paire": -1, "Fusion": 1},
        wrong={"garde": "c"},
    ),
    edit(
        "admin:personnel_agent_change",
        "agent1",
        DESK,
        NAME,
        "agent1",
        "nom_fr",
        "Entretemps",
        wrong=EMPTY_NAMES,
    ),
    edit(
        "admin:personnel_compte_change",
        "compte_aicha",
        DESK,
        {"nom_affiche_fr": "Change"},
        "compte_aicha",
        "nom_affiche_fr",
        "Entretemps",
        wrong={"username": ""},
    ),
    edit(
        "admin:centres_centre_change",
        "centre1",
        DESK,
        NAME,
        "centre1",
        "nom_fr",
        "Entretemps",
        wrong={"code": ""},
    ),
    edit(
        "admin:centres_capaciteautorisee_change",
        "capacite",
        DESK,
        {"places": "77"},
        "capacite",
        "places",
        88,
        wrong={
            "places": "x",
        },
    ),
    edit(
        "admin:centres_groupe_change",
        "groupe1",
        DESK,
        NAME,
        "groupe1",
        "nom_fr",
        "Entretemps",
        wrong={"capacite": "x"},
    ),
    edit(
        "admin:centres_filiere_change",
        "filiere",
        DESK,
        NAME,
        "filiere",
        "nom_fr",
        "Entretemps",
        wrong={"code": ""},
    ),
    edit(
        "admin:centres_affectation_change",
        "affectation1",
        DESK,
        {"fonction": "AUTRE"},
        "affectation1",
        "fonction",
        "RESPONSABLE",
        wrong={"du": "x"},
    ),
    edit(
        "admin:centres_anneescolaire_change",
        "annee_scolaire",
        DESK,
        {"code": "2001/2002"},
        "annee_scolaire",
        "code",
        "2003/2004",
        wrong={"debut": "x"},
    ),
    edit(
        "admin:centres_joursansclasse_change",
        "conge",
        DESK,
        NAME,
        "conge",
        "nom_fr",
        "Entretemps",
        wrong={"du": "x"},
    ),
    edit(
        "admin:beneficiaires_beneficiaire_change",
        "pk_personne1",
        DESK,
        {"adresse": "Hay Qods"},
        "personne1",
        "adresse",
        "Autre hay",
        wrong={"naissance": "x"},
    ),
]

# Pages with a form that need no token: what they do is the same when it is done twice, or writes nothing.
NO_FORM = {
    "connexion": "signs in",
    "deconnexion": "signs out",
    "langue": "sets one value",
    "mot-de-passe": "asks the former",
    "beneficiaire-sensible": "each reading is recorded",
    "inscription-ressemblances": "writes nothing",
    "fusion-annuler": "see beneficiaires/test_doublons_pages.py",
    "api": "see test_access_api.py",
}
