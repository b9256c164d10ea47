"""The coordination's desk: Django's admin for one role, signed in by our own pages, with our own words."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.urls import reverse_lazy
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.i18n import JavaScriptCatalog

from .admin_tools import DeskAdmin

# Addresses of Django's admin that our own pages replace, or that have no use here.
_REPLACED = {"login", "logout", "password_change", "password_change_done", "view_on_site"}
_METHODS = ("GET", "HEAD", "POST")
# One number for each form of Arabic: none, one, two, few, many, hundred.
_ARABIC_FORMS = (0, 1, 2, 3, 11, 100)


class Catalogue(JavaScriptCatalog):
    """The words of the admin's scripts: ours where we have them (months, buttons), Django's elsewhere."""

    packages = ["django.contrib.admin"]

    def get_catalog(self):
        catalogue = super().get_catalog()
        for key, words in catalogue.items():
            context, _separator, message = key.rpartition("\x04")
            if isinstance(words, str):
                ours = pgettext(context, message) if context else gettext(message)
                if ours != message:
                    catalogue[key] = ours
        selected = "%(sel)s of %(cnt)s selected"
        if len(catalogue.get(selected, ())) == len(_ARABIC_FORMS):
            catalogue[selected] = [ngettext(selected, selected, n) for n in _ARABIC_FORMS]
        return catalogue


class Site(AdminSite):
    """Only what was made for the desk is shown: packages that register stock pages are passed over.

    A stranger goes to our sign-in page (`LoginRequiredMiddleware`); an account of another role gets 403.
    """

    site_title = _("Entraide Nationale")
    site_header = _("Entraide Nationale")
    index_title = _("Administration of the register")
    enable_nav_sidebar = False
    empty_value_display = "—"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Rows are deleted one by one, after a look at what points to them.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable, admin_class=None, **options):
        if admin_class is not None and issubclass(admin_class, DeskAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.est_coordination

    def admin_view(self, view, cacheable=False):
        def allowed(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied
            if request.method not in _METHODS:  # Django's admin takes whatever is not POST for reading
                return HttpResponseNotAllowed(_METHODS)
            return view(request, *args, **kwargs)

        guarded = allowed if cacheable else never_cache(allowed)
        return update_wrapper(csrf_protect(guarded), view)

    def get_urls(self):
        urls = [url for url in super().get_urls() if getattr(url, "name", "") not in _REPLACED]
        for url in urls:
            if hasattr(getattr(url, "callback", None), "login_url"):
                url.callback.login_url = reverse_lazy("connexion")
        return urls

    def i18n_javascript(self, request, extra_context=None):
        return Catalogue.as_view()(request)

    def get_log_entries(self, request):
        """None: what happened stands in the journal, which the database writes."""
        return []

    def get_app_list(self, request, app_label=None):
        """People first, then institutions, then staff; models in the order in which they were registered."""
        apps = self._build_app_dict(request, app_label)
        order = {model: place for place, model in enumerate(self._registry)}
        for app in apps.values():
            app["models"].sort(key=lambda entry: order[entry["model"]])
        return list(apps.values())[::-1]
