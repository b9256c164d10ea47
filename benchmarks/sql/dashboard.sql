-- The dashboard's figures, written by hand: what the ORM version is measured against (benchmarks/dashboard.py).
-- One statement per block, for SQLite and PostgreSQL alike. %(...)s are bound by the driver.

-- name: centres
SELECT c.id, c.type, c.etat, p.code
  FROM centres_centre c
  JOIN centres_commune m ON m.id = c.commune_id
  JOIN centres_province p ON p.id = m.province_id;

-- name: places
SELECT i.centre_id, b.sexe,
       CASE WHEN b.naissance IS NULL THEN NULL
            WHEN b.naissance <= %(n18)s THEN
              CASE WHEN b.naissance <= %(n35)s THEN
                     CASE WHEN b.naissance <= %(n50)s THEN CASE WHEN b.naissance <= %(n65)s THEN 65 ELSE 50 END ELSE 35 END
                   WHEN b.naissance <= %(n25)s THEN 25 ELSE 18 END
            WHEN b.naissance <= %(n6)s THEN
              CASE WHEN b.naissance <= %(n12)s THEN CASE WHEN b.naissance <= %(n15)s THEN 15 ELSE 12 END ELSE 6 END
            WHEN b.naissance <= %(n3)s THEN 3 ELSE 0 END AS bande,
       COUNT(*)
  FROM beneficiaires_inscription i
  JOIN beneficiaires_beneficiaire b ON b.id = i.beneficiaire_id
 WHERE i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU')
 GROUP BY 1, 2, 3;

-- name: doubles
SELECT i.beneficiaire_id, i.centre_id, b.sexe,
       CASE WHEN b.naissance IS NULL THEN NULL
            WHEN b.naissance <= %(n18)s THEN
              CASE WHEN b.naissance <= %(n35)s THEN
                     CASE WHEN b.naissance <= %(n50)s THEN CASE WHEN b.naissance <= %(n65)s THEN 65 ELSE 50 END ELSE 35 END
                   WHEN b.naissance <= %(n25)s THEN 25 ELSE 18 END
            WHEN b.naissance <= %(n6)s THEN
              CASE WHEN b.naissance <= %(n12)s THEN CASE WHEN b.naissance <= %(n15)s THEN 15 ELSE 12 END ELSE 6 END
            WHEN b.naissance <= %(n3)s THEN 3 ELSE 0 END AS bande
  FROM beneficiaires_inscription i
  JOIN beneficiaires_beneficiaire b ON b.id = i.beneficiaire_id
 WHERE i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU')
   AND i.beneficiaire_id IN (
       SELECT beneficiaire_id FROM beneficiaires_inscription
        WHERE annee_id = %(annee)s AND statut IN ('ACTIF', 'SUSPENDU')
        GROUP BY beneficiaire_id HAVING COUNT(*) > 1);

-- name: groupes
SELECT centre_id, COUNT(*) FROM centres_groupe WHERE annee_id = %(annee)s AND ferme_le IS NULL GROUP BY centre_id;

-- name: personnel
SELECT DISTINCT centre_id, agent_id FROM centres_affectation WHERE du <= %(le)s AND (au IS NULL OR au > %(le)s);

-- name: capacites
SELECT centre_id, SUM(places) FROM centres_capaciteautorisee
 WHERE du <= %(le)s AND (au IS NULL OR au >= %(le)s) GROUP BY centre_id;

-- name: population
SELECT p.code, SUM(m.population_2024)
  FROM centres_commune m JOIN centres_province p ON p.id = m.province_id GROUP BY p.code;

-- name: paires
SELECT p.a_id, p.b_id FROM beneficiaires_paire p
 WHERE p.etat IN ('A_EXAMINER', 'PLUS_TARD')
   AND EXISTS (SELECT 1 FROM beneficiaires_inscription i
                WHERE i.beneficiaire_id = p.a_id AND i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU'))
   AND EXISTS (SELECT 1 FROM beneficiaires_inscription i
                WHERE i.beneficiaire_id = p.b_id AND i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU'));

-- What one would write first: a distinct count for each block. Reported beside the two others, not the reference.

-- name: distincts_types
SELECT c.type, COUNT(*), COUNT(DISTINCT i.beneficiaire_id),
       COUNT(DISTINCT CASE WHEN b.sexe = 'F' THEN b.id END), COUNT(DISTINCT CASE WHEN b.sexe = 'M' THEN b.id END)
  FROM beneficiaires_inscription i
  JOIN centres_centre c ON c.id = i.centre_id
  JOIN beneficiaires_beneficiaire b ON b.id = i.beneficiaire_id
 WHERE i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU') GROUP BY c.type;

-- name: distincts_centres
SELECT i.centre_id, COUNT(*), COUNT(CASE WHEN b.sexe = 'F' THEN 1 END), COUNT(CASE WHEN b.sexe = 'M' THEN 1 END)
  FROM beneficiaires_inscription i
  JOIN beneficiaires_beneficiaire b ON b.id = i.beneficiaire_id
 WHERE i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU') GROUP BY i.centre_id;

-- name: distincts_provinces
SELECT m.province_id, COUNT(DISTINCT i.beneficiaire_id)
  FROM beneficiaires_inscription i
  JOIN centres_centre c ON c.id = i.centre_id
  JOIN centres_commune m ON m.id = c.commune_id
 WHERE i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU') GROUP BY m.province_id;

-- name: distincts_ages
SELECT b.sexe,
       CASE WHEN b.naissance IS NULL THEN NULL
            WHEN b.naissance <= %(n65)s THEN 65 WHEN b.naissance <= %(n50)s THEN 50 WHEN b.naissance <= %(n35)s THEN 35
            WHEN b.naissance <= %(n25)s THEN 25 WHEN b.naissance <= %(n18)s THEN 18 WHEN b.naissance <= %(n15)s THEN 15
            WHEN b.naissance <= %(n12)s THEN 12 WHEN b.naissance <= %(n6)s THEN 6 WHEN b.naissance <= %(n3)s THEN 3
            ELSE 0 END AS bande,
       COUNT(DISTINCT i.beneficiaire_id)
  FROM beneficiaires_inscription i
  JOIN beneficiaires_beneficiaire b ON b.id = i.beneficiaire_id
 WHERE i.annee_id = %(annee)s AND i.statut IN ('ACTIF', 'SUSPENDU') GROUP BY 1, 2;
