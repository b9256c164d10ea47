"""The fictional demonstration region: real communes and the figures of the activity report, invented people.

`names`, `annees`, `reseau`, `region`, `profils` and `people` are pure functions of a seed and a date; `load` alone
touches the models.
"""
