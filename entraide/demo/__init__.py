"""The fictional demonstration region: real communes and the figures of the activity report, invented people.

Pure functions of a seed and a date: `names`, `annees`, `reseau`, `region`, `profils`, `people`, `places`,
`staff`; `doublons`, `ecritures` and `plantation` for the people who have two files. `network` and `load`
write what they make to the database.
"""
