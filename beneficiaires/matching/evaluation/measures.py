"""Precision and recall of the matcher and of the baselines over labelled pairs, in one pass."""

from dataclasses import dataclass

from .baselines import BASELINES, contradicts, names_to_compare


@dataclass
class Count:
    """How often "same" was said rightly (tp), wrongly (fp), and was not said though it was so (fn)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, said, same):
        if said and same:
            self.tp += 1
        elif said:
            self.fp += 1
        elif same:
            self.fn += 1

    def figures(self):
        """{"precision", "recall", "f1", "tp", "fp", "fn"}; a ratio over nothing is None."""
        precision = _ratio(self.tp, self.tp + self.fp)
        recall = _ratio(self.tp, self.tp + self.fn)
        f1 = _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)
        return {
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }


def _ratio(part, whole):
    return round(part / whole, 6) if whole else None


def _written(side):
    """A name as people read it in a list of errors: Arabic / French."""
    scripts = (f"{side[f'prenom_{script}']} {side[f'nom_{script}']}".strip() for script in ("ar", "fr"))
    return " / ".join(text for text in scripts if text)


def evaluate(pairs, matcher):
    """The figures of the matcher and of the baselines over an iterable of Paire, as a dict ready for JSON.

    `matcher` has Identite, prepare, score, compare, phrase and Verdict (the package beneficiaires.matching).
    A pair is an error when two persons reach "to review", or one person does not; the explanations are in the
    active language.
    """
    certain, to_review = Count(), Count()
    bare, helped = ({name: Count() for name in BASELINES} for _ in range(2))
    number, positives, errors = 0, 0, []
    for pair in pairs:
        number += 1
        positives += pair.same
        a, b = (matcher.prepare(matcher.Identite(**side)) for side in (pair.a, pair.b))
        score, verdict = matcher.score(a, b)
        said = verdict != matcher.Verdict.DIFFERENT
        certain.add(verdict == matcher.Verdict.CERTAIN, pair.same)
        to_review.add(said, pair.same)
        if said != pair.same:
            errors.append(
                {
                    "line": pair.line,
                    "a": _written(pair.a),
                    "b": _written(pair.b),
                    "same": int(pair.same),
                    "score": score,
                    "verdict": verdict.name,
                    "explanation": str(matcher.phrase(matcher.compare(a, b))),
                }
            )
        texts, against = names_to_compare(pair.a, pair.b), contradicts(pair.a, pair.b)
        for name, agree in BASELINES.items():
            named = any(agree(one, other) for one, other in texts)
            bare[name].add(named, pair.same)
            helped[name].add(named and not against, pair.same)
    return {
        "pairs": number,
        "positives": positives,
        "certain": certain.figures(),
        "a_voir": to_review.figures(),
        "baselines": {
            name: helped[name].figures() | {"names_only": bare[name].figures()} for name in BASELINES
        },
        "errors": errors,
    }
