"""Wiring application: tools, templates tags and commands that belong to no domain app."""

from django.apps import AppConfig


class EntraideConfig(AppConfig):
    name = "entraide"
