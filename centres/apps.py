from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    name = "centres"
    verbose_name = _("Institutions")

    def ready(self):
        from .triggers import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="centres.triggers")
