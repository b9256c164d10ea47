from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BeneficiairesConfig(AppConfig):
    name = "beneficiaires"
    verbose_name = _("Beneficiaries")

    def ready(self):
        from .seats import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="beneficiaires.seats")
