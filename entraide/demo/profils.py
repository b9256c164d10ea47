"""Who comes to each track: ages, sex, schooling. Tables for `people`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profil:
    """`age_min` and `age_max` are completed years at the reference date; `pente` above 1 leans to the young
    side, 0 makes a bell. `femmes` is the probability of a woman; `niveaux` are drawn evenly."""

    age_min: int
    age_max: int
    pente: float
    femmes: float
    niveaux: tuple
    annee_seule: float = 0.04  # birth known by year only
    massar: float = 0.0
    handicap: bool = False
    orphelin: bool = False
    naissance_connue: bool = False


_ADULTES = ("JAMAIS", "PRIMAIRE", "PRIMAIRE", "COLLEGE", "COLLEGE", "COLLEGE", "LYCEE")
_JEUNES = ("COLLEGE", "COLLEGE", "LYCEE", "LYCEE", "SUPERIEUR")
_MEDERSA = Profil(20, 74, 0, 0.84, ("JAMAIS",) * 9 + ("PRIMAIRE",), annee_seule=0.24)

PROFILS = {
    "COUTURE": Profil(15, 45, 1.8, 0.97, _ADULTES, massar=0.5),
    "BRODERIE": Profil(15, 48, 1.6, 0.98, _ADULTES, massar=0.5),
    "TRICOT": Profil(16, 50, 1.4, 0.98, _ADULTES),
    "TISSAGE": Profil(16, 52, 1.2, 0.96, _ADULTES, annee_seule=0.1),
    "COIFFURE": Profil(16, 34, 1.6, 0.95, _JEUNES, massar=0.5),
    "CUISINE": Profil(16, 44, 1.5, 0.93, _ADULTES, massar=0.4),
    "INFO": Profil(16, 32, 1.5, 0.76, _JEUNES, massar=0.6),
    "ALPHA": _MEDERSA,
    "POSTALPHA": _MEDERSA,
    "PS": Profil(3, 3, 1, 0.5, ("PRESCOLAIRE",), annee_seule=0.02, massar=0.1, naissance_connue=True),
    "MS": Profil(4, 4, 1, 0.5, ("PRESCOLAIRE",), annee_seule=0.02, massar=0.2, naissance_connue=True),
    "GS": Profil(5, 6, 4, 0.5, ("PRESCOLAIRE",), annee_seule=0, massar=0.3, naissance_connue=True),
    "COLLEGE": Profil(12, 15, 1, 0, ("COLLEGE",), massar=0.97, orphelin=True, naissance_connue=True),
    "LYCEE": Profil(15, 19, 1.2, 0, ("LYCEE",), massar=0.97, orphelin=True, naissance_connue=True),
    "SPECIAL": Profil(6, 18, 1, 0.44, ("JAMAIS", "PRESCOLAIRE", "PRIMAIRE"), massar=0.2, handicap=True),
    "METIER": Profil(16, 32, 1, 0.44, ("JAMAIS", "PRIMAIRE", "PRIMAIRE"), handicap=True),
    "SPORT": Profil(8, 28, 1, 0.44, ("JAMAIS", "PRIMAIRE"), handicap=True),
    "SOUTIEN": Profil(7, 17, 1, 0.52, ("PRIMAIRE", "PRIMAIRE", "COLLEGE"), massar=0.9),
    "NUMERIQUE": Profil(14, 40, 1.6, 0.6, _JEUNES, massar=0.5),
    "ATELIER": Profil(17, 50, 1.2, 0.97, _ADULTES, annee_seule=0.08),
    "GATEAUX": Profil(17, 50, 1.2, 0.95, _ADULTES, annee_seule=0.08),
    "CITOYEN": Profil(15, 30, 1.2, 0.48, _JEUNES, massar=0.5),
    "LANGUES": Profil(13, 35, 1.4, 0.58, _JEUNES, massar=0.6),
    "ENFANTS": Profil(6, 12, 1, 0.5, ("PRIMAIRE",), massar=0.9),
    "FORME": Profil(18, 50, 1.2, 1, _ADULTES),
}

HANDICAPS = (
    "MOTEUR", "MOTEUR", "VISUEL", "AUDITIF", "INTELLECTUEL", "INTELLECTUEL", "AUTISME", "AUTISME",
    "PSYCHIQUE", "MULTIPLE",
)  # fmt: skip
SITUATIONS = ("MARIE",) * 5 + ("DIVORCE", "VEUF")
DEGRES = ("LEGER", "MOYEN", "MOYEN", "SEVERE", "TRES_SEVERE")
SOURCES = ("FAMILLE", "CERTIFICAT", "CERTIFICAT", "CARTE")
ORPHELINS = ("PERE", "PERE", "PERE", "MERE", "DEUX")
MOTIFS_ABANDON = (
    "DEMENAGEMENT", "DEMENAGEMENT", "TRAVAIL", "MARIAGE", "SANTE", "ELOIGNEMENT", "REFUS_FAMILLE", "AUTRE",
)  # fmt: skip
MOTIFS_TARDIFS = (
    "انتقال الأسرة إلى المدينة خلال الموسم",
    "تأخر في استكمال الوثائق",
    "شغور مقعد بعد نهاية فترة التسجيل",
)

CNIE = ("SH", "SL", "SJ", "JF", "JM", "JT", "JE", "JC", "JK", "JB", "JA", "EE", "BK")
MASSAR = "JKMN"

# Quarters by the code of the commune; others have one.
QUARTIERS = {
    "11.321.01.03": (
        "حي الوحدة", "حي القدس", "حي العودة", "حي 25 مارس", "حي مولاي رشيد", "حي كولومينا", "حي خط الرملة",
        "حي الفتح", "حي المسيرة", "حي النهضة", "حي الأمل", "حي الدويرات",
    ),
    "11.321.01.01": ("حي السلام", "حي البحارة", "حي النصر"),
    "11.121.01.01": ("حي التنمية", "حي السلام", "حي الأمل", "حي الحسن الثاني"),
    "11.221.01.01": ("حي السلام", "حي المسيرة", "حي العودة", "حي السكنى"),
    "11.537.01.05": ("حي المسيرة", "حي الأمل"),
}  # fmt: skip
QUARTIER = ("مركز الجماعة",)
AILLEURS = (
    "كلميم", "طانطان", "أكادير", "تارودانت", "مراكش", "سيدي إفني", "الداخلة", "أسا", "آسفي", "الدار البيضاء",
    "بني ملال", "تيزنيت", "الصويرة", "فاس",
)  # fmt: skip

# Names that recur in the documentation and in the tests: (first, last) in Arabic, (first, last) in Latin
# letters.
CONNUES = {
    "LAA-CF-01/COUTURE1": (
        ("السالكة", "بنت لمين", "Salka", "Bent Lemine"),
        ("فاطمة", "الناجم", "Fatima", "Najem"),
        ("اغليجيلهم", "بنت سيدي", "Ghlijilhoum", "Bent Sidi"),
    ),
    "LAA-CF-01/COUTURE2": (
        ("مباركة", "بنت الناجم", "Mbarka", "Bent Najem"),
        ("فاطمة", "الإدريسي", "Fatima", "El Idrissi"),
    ),
    "LAA-CF-01/BRODERIE1": (("مباركة", "الناجم", "Mbarka", "Najem"), ("السالكة", "", "", "")),
    "LAA-CF-01/COIFFURE1": (("فاطمتو", "بنت الشيخ", "Fatimetou", "Bent Cheikh"),),
    "LAA-CF-01/INFO1": (("خديجتو", "الإدريسي", "Khadijetou", "El Idrissi"),),
}
