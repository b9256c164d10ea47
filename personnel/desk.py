"""The desk's pages with the history of their rows: the bases of every admin page that shows a journalled
row."""

from entraide.admin_tools import DeskAdmin
from entraide.admin_versions import VersionedAdmin
from personnel import history
from personnel.journal import is_journalled

MOST_OPERATIONS = 200


class _History:
    def operations(self, obj):
        return history.of(obj, limit=MOST_OPERATIONS)

    def tools(self, request, obj):
        from django.utils.translation import gettext as _

        tools = super().tools(request, obj)
        return [*tools, (_("Journal"), self.address(obj, "history"))] if is_journalled(self.model) else tools


class ShownAdmin(_History, DeskAdmin):
    """Rows that the desk only shows."""


class EditedAdmin(_History, VersionedAdmin):
    """Rows that the desk changes."""
