-- The list of people, written by hand: what the page is measured against (benchmarks/references.py).

-- name: first
SELECT id, numero, nom_ar, prenom_ar, nom_fr, prenom_fr, sexe, naissance
  FROM beneficiaires_beneficiaire ORDER BY cle_tri_ar, id LIMIT 51

-- name: last
SELECT id, numero, nom_ar, prenom_ar, nom_fr, prenom_fr, sexe, naissance
  FROM beneficiaires_beneficiaire ORDER BY cle_tri_ar DESC, id DESC LIMIT 51

-- name: enrolments
SELECT i.beneficiaire_id, i.statut, c.type, c.nom_ar AS centre_nom, g.nom_ar AS groupe_nom
  FROM beneficiaires_inscription i
  JOIN centres_centre c ON c.id = i.centre_id
  LEFT JOIN centres_groupe g ON g.id = i.groupe_id
 WHERE i.beneficiaire_id IN (:people)
 ORDER BY i.date_inscription DESC, i.id DESC

-- name: count
SELECT COUNT(*) AS n FROM (SELECT 1 FROM beneficiaires_beneficiaire LIMIT 1001) d

-- name: year
SELECT code FROM centres_anneescolaire WHERE courante

-- name: centres
SELECT code, nom_ar AS nom FROM centres_centre ORDER BY code
