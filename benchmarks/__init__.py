"""Measurements beside their references: `python -m benchmarks` (see docs/performance.md)."""
