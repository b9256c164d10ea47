"""`byte_prefix`: texts that begin with a value, byte by byte, by a range of an index on both databases."""

from django.db import models
from django.db.models import Lookup


@models.CharField.register_lookup
class BytePrefix(Lookup):
    """`startswith` that an index serves. SQLite's LIKE ignores case and indexes; PostgreSQL's uses an index
    of bytes whatever the locale of the database, which its `<` does not."""

    lookup_name = "byte_prefix"

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        return f"({column} >= %s AND {column} < %s)", [*params, prefix, *params, prefix + "\U0010ffff"]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        for special in ("\\", "%", "_"):
            prefix = prefix.replace(special, "\\" + special)
        return f"{column} LIKE %s", [*params, prefix + "%"]
