"""The labelled pairs of `docs/matching.md`: hand-written names and rules, and hand-written hard cases.

`python -m benchmarks.pairs` writes paires-reglage.csv and paires-epreuve.csv into benchmarks/data, the same
bytes each time. The two parts share neither names nor seed; nothing here looks at how the matcher works.
"""
