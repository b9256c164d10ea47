from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PersonnelConfig(AppConfig):
    name = "personnel"
    verbose_name = _("Staff")

    def ready(self):
        from .journal import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="personnel.journal")
