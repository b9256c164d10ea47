"""The 53 institutions of the demonstration: tables only. `region` reads them.

Institutions, their number and the places of the three houses of citizens are those of the activity report;
how the places of the other headings fall on centres and groups is invented. A group is written `TRACK+level
seats/capacity`.
"""

COMMUNES = {
    "LAA": "11.321.01.03", "MRS": "11.321.01.01", "BKR": "11.321.03.01", "DCH": "11.321.03.03",
    "FEO": "11.321.03.05", "BOJ": "11.121.01.01", "GZM": "11.121.03.01", "JRF": "11.121.03.03",
    "TAR": "11.537.01.05", "AKH": "11.537.05.01", "SMR": "11.221.01.01", "JDI": "11.221.03.05",
    "HAO": "11.221.03.03",
}  # fmt: skip

# code: kind, names, short names (of groups), months
FILIERES = {
    "COUTURE": ("FORMATION", "الخياطة والفصالة", "Couture et coupe", "الخياطة", "Couture", 20),
    "BRODERIE": ("FORMATION", "الطرز التقليدي", "Broderie traditionnelle", "الطرز", "Broderie", 10),
    "TRICOT": ("FORMATION", "التريكو", "Tricot", "التريكو", "Tricot", 10),
    "TISSAGE": ("FORMATION", "النسيج", "Tissage", "النسيج", "Tissage", 10),
    "COIFFURE": ("FORMATION", "الحلاقة والتجميل", "Coiffure et esthétique", "الحلاقة", "Coiffure", 10),
    "CUISINE": ("FORMATION", "الطبخ والحلويات", "Cuisine et pâtisserie", "الطبخ", "Cuisine", 10),
    "INFO": ("FORMATION", "المعلوميات", "Informatique", "المعلوميات", "Informatique", 10),
    "ALPHA": ("ALPHABETISATION", "محو الأمية", "Alphabétisation", "محو الأمية", "Alphabétisation", 10),
    "POSTALPHA": (
        "ALPHABETISATION", "ما بعد محو الأمية", "Post-alphabétisation", "ما بعد محو الأمية",
        "Post-alphabétisation", 10,
    ),
    "PS": ("JARDIN", "القسم الصغير", "Petite section", "القسم الصغير", "Petite section", 10),
    "MS": ("JARDIN", "القسم المتوسط", "Moyenne section", "القسم المتوسط", "Moyenne section", 10),
    "GS": ("JARDIN", "القسم الكبير", "Grande section", "القسم الكبير", "Grande section", 10),
    "COLLEGE": ("DAR_TALIB", "نزلاء الإعدادي", "Internes du collège", "الإعدادي", "Collège", 10),
    "LYCEE": ("DAR_TALIB", "نزلاء الثانوي", "Internes du lycée", "الثانوي", "Lycée", 10),
    "SPECIAL": ("HANDICAP", "المجال التربوي", "Volet éducatif", "الفوج التربوي", "Groupe éducatif", 10),
    "METIER": (
        "HANDICAP", "التكوين المهني", "Formation professionnelle", "التكوين المهني",
        "Formation professionnelle", 10,
    ),
    "SPORT": (
        "HANDICAP", "التربية الصحية والرياضية", "Éducation sanitaire et sportive", "الصحة والرياضة",
        "Santé et sport", 10,
    ),
    "SOUTIEN": ("DAR_MOUATINE", "الدعم المدرسي", "Soutien scolaire", "الدعم المدرسي", "Soutien scolaire", 10),
    "NUMERIQUE": ("DAR_MOUATINE", "ورشة المعلوميات", "Atelier informatique", "المعلوميات", "Informatique", 6),
    "ATELIER": (
        "DAR_MOUATINE", "ورشة الخياطة", "Atelier de couture", "ورشة الخياطة", "Atelier de couture", 6,
    ),
    "GATEAUX": ("DAR_MOUATINE", "ورشة الطبخ", "Atelier de cuisine", "ورشة الطبخ", "Atelier de cuisine", 6),
    "CITOYEN": (
        "DAR_MOUATINE", "التربية على المواطنة والتطوع", "Citoyenneté et bénévolat", "المواطنة والتطوع",
        "Citoyenneté et bénévolat", 10,
    ),
    "LANGUES": ("DAR_MOUATINE", "تعلم اللغات", "Langues", "تعلم اللغات", "Langues", 10),
    "ENFANTS": ("DAR_MOUATINE", "أنشطة الأطفال", "Activités pour enfants", "أنشطة الأطفال", "Enfants", 10),
    "FORME": ("DAR_MOUATINE", "الرياضة النسائية", "Sport féminin", "الرياضة النسائية", "Sport féminin", 10),
}  # fmt: skip

# code, quarter or place in both scripts, groups
FORMATION = [
    ("LAA-CF-01", "الوحدة", "Al Wahda",
     "COUTURE1 25/25, COUTURE2 23/25, BRODERIE1 24/26, COIFFURE1 22/25, INFO1 24/25"),
    ("LAA-CF-02", "القدس", "Al Qods", "COUTURE1 20/20, BRODERIE1 18/20, CUISINE1 20/20, INFO1 18/20"),
    ("LAA-CF-03", "العودة", "Al Aouda", "COUTURE1 24/25, COUTURE2 19/25, COIFFURE1 25/25, TRICOT1 18/25"),
    ("LAA-CF-04", "25 مارس", "25 Mars", "COUTURE1 23/25, BRODERIE1 17/25, INFO1 22/25"),
    ("LAA-CF-05", "مولاي رشيد", "Moulay Rachid", "COUTURE1 22/25, COIFFURE1 20/20, CUISINE1 16/20"),
    ("LAA-CF-06", "كولومينا", "Kolomina", "COUTURE1 18/20, BRODERIE1 14/20, INFO1 16/20"),
    ("LAA-CF-07", "خط الرملة", "Khatt Ramla", "COUTURE1 25/25, TISSAGE1 19/25"),
    ("MRS-CF-01", "المرسى", "El Marsa", "COUTURE1 20/20, COIFFURE1 17/20, CUISINE1 15/20"),
    ("FEO-CF-01", "فم الواد", "Foum El Oued", "COUTURE1 13/15, TRICOT1 11/15"),
    ("BKR-CF-01", "بوكراع", "Boukraa", "COUTURE1 10/12, TISSAGE1 8/12"),
    ("DCH-CF-01", "الدشيرة", "Dcheira", "COUTURE1 14/20"),
    ("BOJ-CF-01", "بوجدور", "Boujdour", "COUTURE1 25/25, COUTURE2 20/20, COIFFURE1 24/25, INFO1 19/20"),
    ("BOJ-CF-02", "التنمية", "Attanmia", "BRODERIE1 25/25, CUISINE1 21/25"),
    ("GZM-CF-01", "كلتة زمور", "Gueltat Zemmour", "COUTURE1 12/15, TRICOT1 8/15"),
    ("JRF-CF-01", "جريفية", "Jraifia", "COUTURE1 13/20"),
    ("SMR-CF-01", "السمارة", "Es-Semara", "COUTURE1 25/25, COUTURE2 24/25, BRODERIE1 23/25, INFO1 24/25"),
    ("SMR-CF-02", "السلام", "Assalam", "COIFFURE1 25/25, CUISINE1 22/25"),
    ("HAO-CF-01", "حوزة", "Haouza", "COUTURE1 18/25"),
    ("JDI-CF-01", "الجديرية", "Jdiriya", "TISSAGE1 15/20"),
    ("TAR-CF-01", "طرفاية", "Tarfaya", "COUTURE1 19/25, COIFFURE1 15/20"),
    ("AKH-CF-01", "أخفنير", "Akhfennir", "COUTURE1 12/20, BRODERIE1 9/20, CUISINE1 6/20"),
]  # fmt: skip

# code, name, host centre, seats of literacy (of 25) and of post-literacy (of 20)
ALPHABETISATION = [
    ("LAA-MA-01", "الوحدة", "Al Wahda", "LAA-CF-01", 25, 19),
    ("LAA-MA-02", "العودة", "Al Aouda", "LAA-CF-03", 25, 20),
    ("LAA-MA-03", "25 مارس", "25 Mars", "LAA-CF-04", 23, 19),
    ("LAA-MA-04", "القدس", "Al Qods", "LAA-CF-02", 24, 19),
    ("LAA-MA-05", "مولاي رشيد", "Moulay Rachid", "LAA-CF-05", 25, 19),
    ("LAA-MA-06", "دار المواطن", "Dar Al Mouatine", "LAA-DM-01", 25, 20),
    ("MRS-MA-01", "المرسى", "El Marsa", "MRS-CF-01", 23, 18),
    ("FEO-MA-01", "فم الواد", "Foum El Oued", "FEO-CF-01", 20, 16),
    ("BOJ-MA-01", "بوجدور", "Boujdour", "BOJ-CF-01", 25, 20),
    ("BOJ-MA-02", "التنمية", "Attanmia", "BOJ-CF-02", 24, 19),
    ("GZM-MA-01", "كلتة زمور", "Gueltat Zemmour", "GZM-CF-01", 23, 18),
    ("JRF-MA-01", "جريفية", "Jraifia", "JRF-CF-01", 22, 18),
    ("SMR-MA-01", "السمارة 1", "Es-Semara 1", "SMR-CF-01", 25, 20),
    ("SMR-MA-02", "السلام", "Assalam", "SMR-CF-02", 24, 20),
    ("SMR-MA-03", "السمارة 2", "Es-Semara 2", "SMR-CF-01", 24, 19),
    ("HAO-MA-01", "حوزة", "Haouza", "HAO-CF-01", 22, 18),
    ("TAR-MA-01", "طرفاية", "Tarfaya", "TAR-CF-01", 24, 19),
    ("AKH-MA-01", "أخفنير", "Akhfennir", "AKH-CF-01", 22, 18),
]

JARDIN = [
    ("LAA-RA-01", "المسيرة", "Al Massira", "MS2 16/16, GS3 18/16"),
    ("LAA-RA-02", "الوحدة", "Al Wahda", "PS1 10/12, MS2 11/12, GS3 10/12"),
    ("LAA-RA-03", "الأمل", "Al Amal", "MS2 14/15, GS3 14/15"),
    ("LAA-RA-04", "القدس", "Al Qods", "PS1 9/12, MS2 10/12, GS3 11/12"),
    ("LAA-RA-05", "العودة", "Al Aouda", "PS1 8/10, MS2 9/10, GS3 10/10"),
    ("LAA-RA-06", "البراعم", "Al Baraim", "PS1 9/11, MS2 10/11, GS3 10/11"),
    ("LAA-RA-07", "الفرح", "Al Farah", "PS1 8/10, MS2 9/10, GS3 9/10"),
    ("LAA-RA-08", "25 مارس", "25 Mars", "MS2 12/15, GS3 12/15"),
    ("LAA-RA-09", "مولاي رشيد", "Moulay Rachid", "PS1 8/11, MS2 9/11, GS3 10/11"),
]

DAR_TALIB = "COLLEGE1 17/20, COLLEGE2 15/20, LYCEE3 15/20"
HANDICAP = "SPECIAL1 7/8, SPECIAL2 6/8, METIER1 7/8, SPORT1 5/6"

DAR_MOUATINE = [
    ("LAA-DM-01", "دار المواطن العيون", "Dar Al Mouatine Laâyoune",
     ("SOUTIEN1 40/40, NUMERIQUE1 38/40, ATELIER1 36/40, GATEAUX1 32/40, CITOYEN1 34/40, LANGUES1 33/40,"
     " ENFANTS1 29/40")),
    ("MRS-DM-01", "دار المواطن", "Dar Al Mouatine",
     "SOUTIEN1 50/50, NUMERIQUE1 40/45, ATELIER1 42/50, CITOYEN1 38/45, FORME1 36/45, ENFANTS1 34/45"),
    ("LAA-DM-02", "دار المواطن الحكونية", "Dar Al Mouatine El Hagounia",
     ("SOUTIEN1 45/45, SOUTIEN2 45/45, NUMERIQUE1 40/40, ATELIER1 42/42, GATEAUX1 42/42, CITOYEN1 40/42,"
     " LANGUES1 41/42, ENFANTS1 40/42")),
]  # fmt: skip

# People who hold a second place: the group where they hold it, the group that they come from, how many.
SECONDES_PLACES = [
    ("LAA-CF-06/INFO1", "LAA-CF-01/BRODERIE1", 5), ("LAA-CF-04/INFO1", "LAA-CF-03/TRICOT1", 5),
    ("LAA-CF-02/INFO1", "LAA-CF-07/COUTURE1", 5),
    # A trainee is made literate in the class that her centre hosts.
    ("LAA-MA-01/ALPHA1", "LAA-CF-01/COUTURE1", 8), ("LAA-MA-02/ALPHA1", "LAA-CF-03/COUTURE1", 8),
    ("LAA-MA-03/ALPHA1", "LAA-CF-04/COUTURE1", 7), ("LAA-MA-04/ALPHA1", "LAA-CF-02/COUTURE1", 8),
    ("LAA-MA-05/ALPHA1", "LAA-CF-05/COUTURE1", 7), ("MRS-MA-01/ALPHA1", "MRS-CF-01/COUTURE1", 7),
    ("FEO-MA-01/ALPHA1", "FEO-CF-01/COUTURE1", 4), ("BOJ-MA-01/ALPHA1", "BOJ-CF-01/COUTURE1", 9),
    ("BOJ-MA-02/ALPHA1", "BOJ-CF-02/BRODERIE1", 7), ("GZM-MA-01/ALPHA1", "GZM-CF-01/COUTURE1", 5),
    ("JRF-MA-01/ALPHA1", "JRF-CF-01/COUTURE1", 4), ("SMR-MA-01/ALPHA1", "SMR-CF-01/COUTURE1", 9),
    ("SMR-MA-02/ALPHA1", "SMR-CF-02/CUISINE1", 7), ("SMR-MA-03/ALPHA1", "SMR-CF-01/BRODERIE1", 6),
    ("HAO-MA-01/ALPHA1", "HAO-CF-01/COUTURE1", 5), ("TAR-MA-01/ALPHA1", "TAR-CF-01/COUTURE1", 6),
    ("AKH-MA-01/ALPHA1", "AKH-CF-01/COUTURE1", 4),
    ("LAA-DM-01/NUMERIQUE1", "LAA-CF-01/COIFFURE1", 5), ("LAA-DM-02/LANGUES1", "LAA-CF-03/COIFFURE1", 6),
    ("LAA-DM-02/CITOYEN1", "LAA-MA-04/POSTALPHA2", 7), ("MRS-DM-01/ATELIER1", "MRS-MA-01/POSTALPHA2", 7),
    ("LAA-DM-02/SOUTIEN2", "LAA-DM-01/SOUTIEN1", 22), ("LAA-DM-02/GATEAUX1", "LAA-DM-01/ATELIER1", 20),
    ("LAA-DM-02/ATELIER1", "LAA-DM-01/GATEAUX1", 16), ("LAA-DM-02/LANGUES1", "LAA-DM-01/NUMERIQUE1", 16),
]  # fmt: skip

# Managed by an association, whose names are invented.
ASSOCIATIONS = {
    "LAA-CF-06": ("جمعية الأفق للتنمية", "Association Al Ofok pour le développement"),
    "LAA-CF-07": ("جمعية نساء الساحل", "Association Femmes du Sahel"),
    "DCH-CF-01": ("جمعية الواحة للتضامن", "Association Oasis solidarité"),
    "BOJ-CF-02": ("جمعية المنار النسوية", "Association féminine Al Manar"),
    "GZM-CF-01": ("جمعية الخيمة", "Association La Khaïma"),
    "JDI-CF-01": ("جمعية نسيج الصحراء", "Association Tissage du Sahara"),
    "AKH-CF-01": ("جمعية بحيرة النعيلة", "Association Lagune Naïla"),
    "LAA-RA-07": ("جمعية فرح الطفولة", "Association Joie de l'enfance"),
    "LAA-DT-01": ("جمعية دار الطالب بالعيون", "Association Dar Talib de Laâyoune"),
    "LAA-SH-01": ("جمعية رعاية الأشخاص في وضعية إعاقة", "Association d'appui aux personnes handicapées"),
}

# What the source leaves doubtful, said on the institution that it touches.
_YEAR = (
    " لا يذكر المصدر السنة: اعتمد العرض التجريبي الموسم الجاري.",
    " La source ne donne pas d'année : la démonstration prend l'année en cours.",
)
_PLACES = (
    " العدد مقاعد أشخاص مسجلين في أنشطة، وليس عدد زيارات." + _YEAR[0],
    " Le nombre est celui des inscrits aux activités, non celui des visites." + _YEAR[1],
)
NOTES = {
    "LAA-DM-01": (
        "يذكر نص المصدر ثلاث مؤسسات، اثنتين بالعيون و«الثانية» بالمرسى، ويسمي جدوله العيون ومؤسسة دون اسم"
        " والحكونية." + _PLACES[0],
        "Le texte de la source annonce trois maisons, deux à Laâyoune et la « seconde » à El Marsa ;"
        " son tableau nomme Laâyoune, une maison sans nom et El Hagounia." + _PLACES[1],
    ),
    "MRS-DM-01": (
        "وردت في جدول المصدر دون اسم («دار المواطن»)، وأدرجت بالمرسى لأن النص يذكرها. المرجو من المنسقية"
        " تأكيد الاسم والموقع." + _PLACES[0],
        "Sans nom dans le tableau de la source (« دار المواطن ») ; placée à El Marsa, que le texte cite. La"
        " coordination est priée de confirmer le nom et le lieu." + _PLACES[1],
    ),
    "LAA-DM-02": (
        "«الحكونية» كما كتبها المصدر: جماعة بإقليم طرفاية، وقد تكون أيضا اسم حي. أدرجت بالعيون (تذكر الصحافة"
        " دورا بكولومينا والوحدة). المرجو من المنسقية تأكيد الموقع." + _PLACES[0],
        "« الحكونية » comme l'écrit la source : une commune de la province de Tarfaya, peut-être aussi un"
        " quartier. Placée à Laâyoune (la presse cite des maisons à Kolomina et Al Wahda). La coordination"
        " est priée de confirmer le lieu." + _PLACES[1],
    ),
    "LAA-SH-01": (
        "يكتب المصدر «للاحسناء»، والمقصود «للا حسناء».",
        "La source écrit « للاحسناء » pour « للا حسناء ».",
    ),
}
NOTE_ALPHABETISATION = (
    "قسم وليس بناية: يحتضنه مركز آخر. قد يحتسب المصدر الشخص نفسه في عنوانين: الأرقام مقاعد وليست أشخاصا.",
    (
        "Une classe, non un bâtiment : un autre centre l'accueille. La source peut compter une personne sous"
        " deux rubriques : les nombres sont des places."
    ),
)
