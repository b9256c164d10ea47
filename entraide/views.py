"""Home by role, and the pages of what went wrong. These views know no app: they follow names of addresses."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from . import resume


def accueil(request):
    """Where the day begins: the own institutions for a manager, the dashboard for the others."""
    return redirect("centres" if request.user.est_responsable else "statistiques")


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _ways(request):
    """[(label, address)] out of an error page."""
    compte = getattr(request, "user", None)
    if compte is None or not compte.is_authenticated:
        return [(_("Sign in"), _address("connexion"))]
    ways = [
        (
            _("Back to my centre") if compte.est_responsable else _("Back to the home page"),
            _address("accueil"),
        )
    ]
    if compte.est_responsable or compte.est_coordination:
        ways.append((_("Search for a beneficiary"), _address("beneficiaires")))
    return [(label, address) for label, address in ways if address]


def error_page(request, status, title, explanation, note="", ways=None):
    """A page of the error family: what happened, why, the ways out."""
    context = {
        "status": status,
        "title": title,
        "explanation": explanation,
        "note": note,
        "ways": _ways(request) if ways is None else ways,
    }
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(render_to_string("partials/erreur_htmx.html", context, request), status=status)
    return render(request, "erreur.html", context, status=status)


def bad_request(request, exception=None):
    return error_page(
        request,
        400,
        _("This request could not be read"),
        _(
            "The address or the form holds something that the application does not understand. "
            "Nothing was saved."
        ),
        note=_("If a link inside the application brought you here, please tell the coordination."),
    )


def permission_denied(request, exception=None):
    reason = str(exception or "").strip()
    if not reason or reason == _("Your rights do not allow this operation. Ask the coordination for it."):
        reason = _("Ask the coordination for it. Nothing was changed.")
    return error_page(request, 403, _("Your rights do not allow this operation"), reason)


def page_not_found(request, exception=None):
    return error_page(
        request,
        404,
        _("This page does not exist, or does not belong to your centre"),
        _(
            "The link may be old, or the record may have moved to another centre. Nothing that "
            "you saved is lost."
        ),
        note=_("If a link inside the application brought you here, please tell the coordination."),
    )


def server_error(request):
    """500: static text in both languages, whatever is broken."""
    try:
        files = {
            "sheet": static("entraide.css"),
            "bootstrap": static("vendor/bootstrap/bootstrap.rtl.min.css"),
            "icon": static("favicon.svg"),
        }
    except ValueError:
        files = {}
    return HttpResponse(render_to_string("500.html", files), status=500)


def csrf_failure(request, reason=""):
    """A form without the right token. When the page was opened by this very account, its form is shown again.

    The usual cause: the session ended, and one signed in again in another tab. A request of another site
    never comes through: its origin is refused, and it cannot know the signed account.
    """
    compte = getattr(request, "user", None)
    foreign = reason.startswith(("Origin", "Referer"))
    if compte is not None and not foreign and request.POST.get(resume.ACCOUNT_FIELD):
        packed = resume.pack(request)
        if (
            packed
            and compte.is_authenticated
            and resume.is_account(request.POST[resume.ACCOUNT_FIELD], compte)
        ):
            return resumed_page(request, *resume.unpack(request, packed))
        if packed and not compte.is_authenticated:
            request.session_ended = True
            return resolve(_address(settings.LOGIN_URL)).func(request)
    return error_page(
        request,
        403,
        _("The form could not be checked"),
        _(
            "It was opened too long ago, or the browser refuses cookies. Nothing was saved: "
            "open the page again and "
            "send it once more."
        ),
    )


def resumed_page(request, path, pairs, files):
    """The page that sends a carried form back to where it came from; the view there shows it and saves
    nothing."""
    messages.warning(
        request,
        _("What you wrote is here as it was, and is not saved yet. Choose the file again, then save.")
        if files
        else _("What you wrote is here as it was, and is not saved yet. Check it, then save."),
    )
    pairs = [*pairs, (resume.RESUMED_FIELD, "1")]
    return render(request, "registration/reprise.html", {"path": path, "pairs": pairs})
