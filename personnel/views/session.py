"""Sign-in, sign-out, language, own password."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from entraide import resume
from entraide.addresses import own_address
from entraide.presentation import heure
from entraide.views import resumed_page
from personnel.actions.compte import changer_langue, changer_mot_de_passe
from personnel.forms import ConnexionForm, MotDePasseForm


def _page(request, form=None, *, notice=None, packed="", following="", status=200):
    """The sign-in page. `notice`: (tone, icon, sentence) above the fields."""
    context = {
        "form": form or ConnexionForm(),
        "notice": notice,
        "packed": packed,
        "following": following,
        "phone": settings.COORDINATION_TELEPHONE,
    }
    return render(request, "registration/connexion.html", context, status=status)


def session_ended(request):
    """The sign-in page in answer to a form that came after the end of the session: it carries what was
    typed."""
    packed = resume.pack(request)
    if packed:
        sentence = _(
            "Your session has ended. What you wrote is kept in this page; sign in again to finish saving it."
        )
    else:
        sentence = _(
            "Your session has ended and nothing was saved. Sign in again, then repeat the operation."
        )
    following = "" if packed else own_address(request, request.headers.get("Referer", ""))
    return _page(request, notice=("warn", "clock", sentence), packed=packed, following=following, status=401)


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def connexion(request):
    """Sign in, and go where one was going; a form that was carried is shown again."""
    if getattr(request, "session_ended", False):
        return session_ended(request)
    following = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(following or "accueil")
        return _page(request, following=following)
    packed = request.POST.get(resume.DATA_FIELD, "")
    form = ConnexionForm(request.POST, request=request)
    if not form.is_valid():
        return _page(request, form, packed=packed, following=following)
    login(request, form.compte)
    translation.activate(form.compte.langue)
    if packed:
        return _resumed(request, packed)
    return redirect(following or "accueil")


def _resumed(request, packed):
    """The page that sends the carried form back to where it came from."""
    content = resume.unpack(request, packed)
    if content is None or not resume.belongs_to(content[1], request.user):
        messages.warning(
            request,
            _(
                "What was being written belonged to another account, or is too old: it was not "
                "taken up again."
            ),
        )
        return redirect("accueil")
    return resumed_page(request, *content)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def deconnexion(request):
    """Sign out. Reading the address changes nothing: it leads home."""
    if request.method != "POST":
        return redirect("accueil")
    logout(request)
    return redirect("connexion")


@login_not_required
@require_POST
def langue(request):
    """Switch the language and come back to the same page; `next` accepts only own addresses."""
    choice = request.POST.get("langue")
    if choice not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        changer_langue(compte=request.user, langue=choice)
    response = redirect(own_address(request, request.POST.get("next", "")) or "accueil")
    # Kept as well for the sign-in page, after the session.
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        choice,
        max_age=timedelta(days=365),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mot_de_passe(request):
    """Change one's own password; the other sessions of the account end."""
    form = MotDePasseForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        changer_mot_de_passe(
            compte=request.user, mot_de_passe=form.cleaned_data["new_password1"], par=request.user
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password has been changed. Your other sessions are closed."))
        return redirect("accueil")
    return render(request, "registration/mot_de_passe.html", {"form": form})


def locked_out(request, original_response=None, credentials=None):
    """django-axes: too many failures for this account from this address. Says when to try again."""
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    last = max(found.aggregate(last=Max("attempt_time"))["last"] or timezone.now() for found in attempts)
    again = last + get_cool_off(request)
    sentence = ngettext(
        "Sign-in is suspended after {count} failed attempt. Try again at {time}, or contact the "
        "coordination.",
        "Sign-in is suspended after {count} failed attempts. Try again at {time}, or contact "
        "the coordination.",
        settings.AXES_FAILURE_LIMIT,
    )
    notice = ("bad", "lock", format_html(sentence, count=settings.AXES_FAILURE_LIMIT, time=heure(again)))
    response = _page(
        request,
        notice=notice,
        packed=request.POST.get(resume.DATA_FIELD, ""),
        following=own_address(request, request.POST.get("next", "")),
        status=429,
    )
    response.headers["Retry-After"] = str(max(1, int((again - timezone.now()).total_seconds())))
    return response
