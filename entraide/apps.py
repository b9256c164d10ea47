"""Wiring applications: tools, template tags and commands that belong to no domain app, and the admin on our
site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class EntraideConfig(AppConfig):
    default = True
    name = "entraide"


class AdminConfig(admin.AdminConfig):
    """Django's admin, with the site of `entraide.admin_site` as the only one."""

    default = False
    default_site = "entraide.admin_site.Site"
