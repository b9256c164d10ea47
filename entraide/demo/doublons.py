"""Known doubles of the demonstration: second files of persons who are in the region already, and look-alikes.

Nobody is added. After the people of the first copy are made, some of them are written over with what another
file says of one of the others: their places stay, so that every published figure stays, and a double counts
as a person of its own until somebody merges it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Double:
    """Somebody of the group `de` has a second file, held by a place of the group `vers`.

    `ecriture`: how that file writes the names. `naissance`: the same, ANNEE or MOIS (known to that
    precision), INVERSE (day and month), JANVIER (the first of it), ECART (two years off), ABSENTE. `cnie`,
    `telephone`, `lieu` (of birth): whether it repeats those of the first file. `premiere`: how the first file
    is written, as it is when empty. `suite`: the person is the one of the line before, who so has three
    files. `statut`: the place held in `vers`.
    """

    de: str
    vers: str
    ecriture: str
    naissance: str = ""
    cnie: bool = False
    telephone: bool = False
    lieu: bool = True
    premiere: str = ""
    suite: bool = False
    statut: str = "ACTIF"


DOUBLES = (
    # another centre, the same card or phone: evidence that needs no second look
    Double("LAA-CF-01/BRODERIE1", "LAA-DM-01/GATEAUX1", "latine", cnie=True),
    Double("LAA-CF-07/TISSAGE1", "LAA-MA-03/ALPHA1", "majuscules", "JANVIER", cnie=True),
    Double("BOJ-MA-02/ALPHA1", "BOJ-MA-01/POSTALPHA2", "arabe hative", "ABSENTE", cnie=True),
    Double("AKH-CF-01/COUTURE1", "TAR-MA-01/POSTALPHA2", "deux", "ECART", cnie=True),
    Double("JDI-CF-01/TISSAGE1", "SMR-CF-01/BRODERIE1", "prenom seul", cnie=True),
    # another centre and another hand
    Double("LAA-CF-01/COIFFURE1", "BOJ-CF-01/COIFFURE1", "majuscules", telephone=True),
    Double("LAA-CF-02/COUTURE1", "LAA-CF-03/COUTURE1", "arabe hative", "ANNEE", lieu=False),
    Double("LAA-MA-05/POSTALPHA2", "LAA-MA-06/ALPHA1", "deux", "INVERSE", lieu=False),
    Double("LAA-CF-05/COIFFURE1", "LAA-CF-06/COUTURE1", "inversee", "ANNEE", lieu=False),
    Double("BOJ-CF-02/CUISINE1", "LAA-DM-01/ATELIER1", "soudee"),
    Double("SMR-CF-01/INFO1", "SMR-CF-02/COIFFURE1", "latine fautive", "MOIS", lieu=False),
    Double("LAA-MA-01/POSTALPHA2", "LAA-DM-02/GATEAUX1", "latine", "MOIS", telephone=True),
    Double("HAO-CF-01/COUTURE1", "HAO-MA-01/POSTALPHA2", "arabe fautive", "INVERSE", lieu=False),
    Double("LAA-CF-02/CUISINE1", "LAA-DM-02/ATELIER1", "deux", "JANVIER", statut="ABANDON"),
    Double("LAA-CF-03/COIFFURE1", "LAA-CF-01/COUTURE1", "latine", "MOIS", lieu=False, statut="ATTENTE"),
    # one script here, the other one there
    Double("SMR-MA-01/ALPHA1", "SMR-MA-03/ALPHA1", "latine", telephone=True, premiere="arabe"),
    Double("TAR-CF-01/COIFFURE1", "LAA-DM-02/NUMERIQUE1", "latine", "ANNEE", lieu=False, premiere="arabe"),
    Double("GZM-CF-01/COUTURE1", "BOJ-CF-02/BRODERIE1", "majuscules", premiere="arabe"),
    # one centre, one year, two open places
    Double("MRS-DM-01/ATELIER1", "MRS-DM-01/FORME1", "latine", "ANNEE"),
    Double("LAA-CF-03/COUTURE2", "LAA-CF-03/TRICOT1", "deux", telephone=True),
    Double("LAA-DM-01/SOUTIEN1", "LAA-DM-01/LANGUES1", "latine"),
    # children, with a guardian of each file
    Double("LAA-DT-01/COLLEGE1", "LAA-DM-02/SOUTIEN1", "latine"),
    Double("LAA-DT-01/LYCEE3", "LAA-DM-01/SOUTIEN1", "arabe hative", "ANNEE"),
    Double("LAA-RA-01/MS2", "LAA-RA-08/MS2", "majuscules"),
    Double("LAA-RA-03/GS3", "LAA-RA-06/GS3", "arabe fautive"),
    Double("LAA-SH-01/SPECIAL1", "LAA-DM-02/ENFANTS1", "latine", premiere="arabe"),
    Double("LAA-DM-01/ENFANTS1", "LAA-DM-02/SOUTIEN2", "initiale", telephone=True),
    Double("MRS-DM-01/SOUTIEN1", "LAA-DM-02/SOUTIEN1", "deux", "INVERSE"),
    # three files of one person
    Double("LAA-DM-01/NUMERIQUE1", "MRS-DM-01/NUMERIQUE1", "latine"),
    Double("LAA-DM-01/NUMERIQUE1", "LAA-DM-02/NUMERIQUE1", "deux", telephone=True, suite=True),
)


@dataclass(frozen=True)
class Piege:
    """Two persons who look like one. `genre`: FRATRIE (one guardian, one family name, `ecart` years apart, 0
    for twins), HOMONYME (the same names, `ecart` years apart), FOYER (one phone and address). `prenoms`: the
    first names (Arabic, Latin letters, sex) of both, when the trap lies in them."""

    de: str
    vers: str
    genre: str
    ecart: int = 0
    prenoms: tuple = ()


HASSAN, HOUCINE = ("حسن", "Hassan", "M"), ("حسين", "Houcine", "M")
KARIM, KARIMA = ("كريم", "Karim", "M"), ("كريمة", "Karima", "F")
AMINA, AMNA = ("أمينة", "Amina", "F"), ("آمنة", "Amna", "F")
PIEGES = (
    Piege("LAA-RA-02/MS2", "LAA-RA-02/MS2", "FRATRIE", prenoms=(HASSAN, HOUCINE)),
    Piege("LAA-DM-01/ENFANTS1", "LAA-DM-01/ENFANTS1", "FRATRIE", prenoms=(KARIM, KARIMA)),
    Piege("MRS-DM-01/ENFANTS1", "MRS-DM-01/SOUTIEN1", "FRATRIE", 1, (AMINA, AMNA)),
    Piege("LAA-DM-02/SOUTIEN1", "LAA-DM-02/ENFANTS1", "FRATRIE", 2),
    Piege("LAA-CF-04/BRODERIE1", "SMR-CF-01/COUTURE1", "HOMONYME", 7),
    Piege("LAA-MA-02/POSTALPHA2", "LAA-DM-01/CITOYEN1", "HOMONYME", -31),
    Piege("LAA-CF-06/BRODERIE1", "BOJ-CF-01/COUTURE1", "HOMONYME", 4),
    Piege("LAA-CF-05/CUISINE1", "LAA-CF-05/CUISINE1", "FOYER"),
)
