"""The application's addresses, and those of the references, which pass the same middleware."""

from django.urls import path

from benchmarks import references
from entraide.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("reference/empty/", references.empty),
    path("reference/constants/", references.constants),
    path("reference/list/", references.people),
    path("reference/keys/", references.by_keys),
    *urlpatterns,
]
