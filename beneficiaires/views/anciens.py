"""Addresses that carry the number of a file that was merged: they lead to the file that was kept."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaires.fusion import fusion_of

# What an action raises about a file that is merged between its reading and its writing: nobody may change a
# row that is gone, it is not found, or what is written points at nobody.
GONE = (PermissionDenied, ObjectDoesNotExist, IntegrityError)


def follows_merges(view):
    """A view of the person `numero`. When nobody the account may see has that number, and it is the former
    number of somebody it may see, the answer leads to the same page of the kept file and says so; whatever a
    form carried is not saved. To anybody else the number does not exist.

    So it is when the file is merged while the view writes to it.
    """

    @wraps(view)
    def followed(request, numero, **kwargs):
        try:
            return view(request, numero=numero, **kwargs)
        except (Http404, *GONE) as gone:
            fusion = fusion_of(request.user, numero)
            if fusion is None:
                if isinstance(gone, ObjectDoesNotExist):  # a guardian that a merge took away, say
                    raise Http404 from None
                raise
        numbers = {"ancien": fusion.numero_affiche, "garde": fusion.garde.numero_affiche}
        if request.method == "POST":
            messages.warning(
                request,
                _(
                    "The file %(ancien)s was merged into %(garde)s in the meantime. What you sent was not "
                    "saved: check the file, then write it again here."
                )
                % numbers,
            )
            return redirect("beneficiaire", fusion.garde.numero)
        messages.info(request, _("The file %(ancien)s was merged into %(garde)s.") % numbers)
        address = reverse(request.resolver_match.view_name, kwargs={"numero": fusion.garde.numero, **kwargs})
        query = request.META.get("QUERY_STRING")
        return redirect(f"{address}?{query}" if query else address)

    return followed
