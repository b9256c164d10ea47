"""`python -m benchmarks.pairs`: write the two files of labelled pairs again."""

from .making import DATA, PARTS, as_csv

DATA.mkdir(exist_ok=True)
for part, (name, *_) in PARTS.items():
    text = as_csv(part)
    (DATA / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {text.count(chr(10)) - 1} pairs")
