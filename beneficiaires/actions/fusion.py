"""Merging two files of one person, and undoing it. The parts are in `beneficiaires.fusion`."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from beneficiaires import doublons, search
from beneficiaires.derived import NAME_COLUMNS, blocking_keys, name_columns
from beneficiaires.fusion.apercu import apercu, apercu_retour
from beneficiaires.fusion.bookkeeping import changed, lot_of, step_of
from beneficiaires.fusion.image import instance, label
from beneficiaires.fusion.manieres import Contexte
from beneficiaires.fusion.ordre import pairs_of, refuse_out_of_order
from beneficiaires.fusion.paires import follow_pairs
from beneficiaires.fusion.places import Refus, check_chosen, doubles
from beneficiaires.fusion.relations import relations
from beneficiaires.fusion.rendues import (
    give_links,
    given_to_absorbed,
    links_given,
    refuse_full,
    refuse_two_open,
    reopened_by,
)
from beneficiaires.fusion.retour import Retour, put_back
from beneficiaires.fusion.valeurs import ENSEMBLE, NOMS, surviving
from beneficiaires.models import Beneficiaire, Fusion, Inscription, LienTuteur, Paire
from beneficiaires.permissions import exiger, peut_fusionner
from centres.actions.groupe import verrouiller
from entraide.editing import Conflict, check_version, create, save_version
from personnel.journal import agir

__all__ = ["Refus", "apercu", "apercu_retour", "defaire", "fusionner"]


# --- merge --------------------------------------------------------------------------------------------------


def fusionner(*, garde, absorbe, choix=None, places=None, par, versions):
    """Merge the file `absorbe` into the file `garde`; return the Fusion.

    `choix` {name of a choice (see `fusion.valeurs.choices`), or "tuteur_principal": "garde" or "absorbe"};
    where it says nothing, the kept file's value, or the other one's when the kept file says nothing. `places`
    {(centre, year): key of the enrolment that stays open} for each of `Apercu.doubles`. `versions`: those of
    garde and absorbe.

    Effects: all that points at the absorbed file points at the kept one; the double enrolments that were not
    chosen are cancelled and their seats freed; the absorbed row is deleted, its number leads to the kept
    file; search, keys and pairs follow. Raises PermissionDenied unless `par` is the coordination, Refus,
    Conflict, VersionMissing.
    """
    exiger(peut_fusionner(par))
    if garde.pk == absorbe.pk:
        raise Refus(_("This is one and the same file: choose two different files."), code="meme")
    contexte = Contexte(garde, absorbe, par, dict(choix or {}), dict(places or {}))
    with agir(par=par):
        _lock(contexte, versions)
        fusion = Fusion(garde=contexte.garde, numero_absorbe=contexte.absorbe.numero, image={})
        contexte.lot = lot_of(create(fusion, par=par))
        with agir(par=par, lot=contexte.lot):
            fusion.image = _merge(contexte)
        Fusion.objects.filter(pk=fusion.pk).update(image=fusion.image)
        _verify_now()
    garde.refresh_from_db()
    return fusion


def _merge(contexte):
    """Do it; return the record from which the undo works."""
    garde, absorbe, ways, releve = contexte.garde, contexte.absorbe, relations(), contexte.releve
    two = (garde.pk, absorbe.pk)
    releve.observer(Beneficiaire.objects.filter(pk__in=two))
    for relation, maniere in ways:
        for rows in maniere.observees(relation, contexte):
            releve.observer(rows)
    own, liens = (
        list(model.objects.filter(beneficiaire__in=two).order_by("pk").values_list("pk", flat=True))
        for model in (Inscription, LienTuteur)
    )
    wanted = surviving(garde, absorbe, contexte.choix)
    for relation, maniere in ways:
        maniere.fusionner(relation, contexte)
    changed(Beneficiaire.objects.filter(pk=garde.pk), contexte, **wanted)
    _delete(absorbe, ways)
    # The seat that was freed above an ended exception is not given again.
    verrouiller(_groups(contexte.doubles))
    garde.refresh_from_db()
    search.index_person(garde)
    doublons.suivre(garde, par=contexte.par, lot=contexte.lot)
    image = {
        "absorbe": absorbe.pk,
        "inscriptions": own,
        "liens": liens,
        "lignes": releve.image(_no_event),
    }
    paires = [row for key, row in releve.before.get(Paire, {}).items() if key in pairs_of(image)]
    return image | {"personnes": sorted({row[name] for row in paires for name in ("a_id", "b_id")})}


def _lock(contexte, versions):
    """Lock the keys of both files, the groups of the doubles, the files and their enrolments, in the order of
    everybody else; put the files as they are now into `contexte`. Raises Refus, Conflict."""
    two = (contexte.garde.pk, contexte.absorbe.pk)
    doublons.verrouiller_fiches(two)
    rows = Inscription.objects.filter(beneficiaire__in=two)
    locked = _groups(doubles(rows, contexte.garde, contexte.absorbe))
    verrouiller(locked)
    people = Beneficiaire.objects.select_for_update().filter(pk__in=two).order_by("pk").in_bulk()
    for personne in (contexte.garde, contexte.absorbe):
        if personne.pk not in people:
            raise Refus(_gone(personne), code="absorbee")
    for pk, version in zip(two, versions, strict=True):
        check_version(people[pk], version)
    contexte.garde, contexte.absorbe = (people[pk] for pk in two)
    enrolments = list(rows.select_for_update(of=("self",)).select_related("centre", "annee").order_by("pk"))
    contexte.doubles = doubles(enrolments, contexte.garde, contexte.absorbe)
    if not _groups(contexte.doubles) <= locked:  # enrolled since
        raise Conflict(contexte.garde, {})
    check_chosen(contexte.doubles, contexte.places)
    contexte.pas = step_of(contexte.garde)


def _groups(found):
    return {i.groupe_id for double in found for i in (double.garde, double.absorbe)} - {None}


def _gone(personne):
    fusion = (
        Fusion.objects.en_vigueur().filter(numero_absorbe=personne.numero).select_related("garde").first()
    )
    if fusion is None:
        return _("This file no longer exists.")
    return _("The file %(ancien)s was already merged into %(garde)s.") % {
        "ancien": fusion.numero_affiche,
        "garde": fusion.garde.numero_affiche,
    }


def _delete(personne, ways):
    """Delete the absorbed row; whatever still points at it is a mistake of a `Maniere`, never lost."""
    left = [relation.nom for relation, _way in ways if relation.lignes(personne).exists()]
    if left:
        raise RuntimeError(f"rows still point at the absorbed file: {', '.join(left)}")
    rows = Beneficiaire.objects.filter(pk=personne.pk)
    rows._raw_delete(rows.db)


def _no_event(model):
    """Columns whose change alone is not worth recording: they follow from others."""
    names = {*getattr(model, "JOURNAL_EXCLUDE", ())}
    return [f.attname for f in model._meta.concrete_fields if names & {f.name, f.column}]


def _verify_now():
    """On PostgreSQL foreign keys are checked at the end of the transaction, where nobody could say why."""
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic():
            connection.check_constraints()
    except IntegrityError:
        raise Refus(
            _(
                "Somebody was writing to one of these files at the same moment. Nothing was changed: "
                "try again."
            ),
            code="ensemble",
        ) from None


# --- undo ---------------------------------------------------------------------------------------------------


def defaire(*, fusion, attributions=None, tuteurs=None, par, version):
    """Undo a merge; return (kept file, restored file).

    `attributions` {key of an enrolment made since: "garde" or "absorbe"} (by default "garde"), `tuteurs` the
    same of the guardian links added since; a principal one that goes to a file with a principal guardian is
    a secondary one there. What nobody touched since becomes exactly what it was; later edits and pairs stay
    with the kept file. The enrolments that the merge cancelled are open again. Raises PermissionDenied unless
    `par` is the coordination; Refus when the merge is undone already, when a later one stands on it, when a
    seat is taken, when a person would have two open enrolments in one centre and year, or one guardian twice;
    Conflict, VersionMissing.
    """
    exiger(peut_fusionner(par))
    attributions = dict(attributions or {})
    with agir(par=par, lot=lot_of(fusion)):
        doublons.verrouiller_fiches([fusion.garde_id], _keys_of_absorbed(fusion))
        reopened = reopened_by(fusion)
        groups = verrouiller({i.groupe_id for i in reopened} - {None})
        garde = Beneficiaire.objects.select_for_update().filter(pk=fusion.garde_id).first()
        fusion = Fusion.objects.select_for_update(of=("self",)).get(pk=fusion.pk)
        if fusion.annulee_le:
            raise Refus(_("This merge is undone already."), code="annulee")
        check_version(fusion, version)
        if garde is None or garde.pk != fusion.garde_id:  # merged in its turn since
            raise Conflict(fusion, {})
        refuse_out_of_order(fusion)
        given = given_to_absorbed(fusion, attributions)
        liens = links_given(fusion, tuteurs or {})
        refuse_two_open(fusion, given, reopened)
        refuse_full(reopened, groups)
        image = fusion.image
        absorbe = put_back(Beneficiaire, image["lignes"][label(Beneficiaire)]["removed"][0])
        if absorbe is None:
            raise Refus(
                _("The number %(numero)s is in use again: the file cannot be restored.")
                % {"numero": fusion.numero_affiche},
                code="numero",
            )
        Retour(image["lignes"], par, {Beneficiaire: ENSEMBLE.values()}).bring_back()
        if given:
            Inscription.objects.filter(pk__in=given).update(beneficiaire=absorbe)
        give_links(liens, absorbe, par)
        done = {"annulee_le": timezone.now(), "annulee_par": par, "image": {}}
        save_version(fusion, done, version=version, par=par)
        people = [_derived_again(pk) for pk in (garde.pk, absorbe.pk)]
        follow_pairs(people, par, lot_of(fusion))
        _verify_now()
    return tuple(people)


def _keys_of_absorbed(fusion):
    removed = fusion.image.get("lignes", {}).get(label(Beneficiaire), {}).get("removed", ())
    # The commune stands in no key, and may be gone since.
    rows = [instance(Beneficiaire, {**row, "commune_id": None}) for row in removed]
    return {key for row in rows for key in blocking_keys(doublons.identite(row, ()), row.squelette)}


def _derived_again(pk):
    """The file as it is now, with what follows from it: sort keys, search words."""
    personne = Beneficiaire.objects.get(pk=pk)
    wanted = dict(zip(NAME_COLUMNS, name_columns(*(getattr(personne, n) for n in NOMS)), strict=True))
    if any(getattr(personne, name) != value for name, value in wanted.items()):
        Beneficiaire.objects.filter(pk=pk).update(**wanted)
        personne.refresh_from_db()
    search.index_person(personne)
    return personne
