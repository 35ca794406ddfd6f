"""Estimators that reference cases ask for and no measure of the kit uses.

They stand beside the runner so that the package holds what a report needs and nothing else. What
they share with the package (designs, influence values, ranks, curves) they take from there, so a
fault in it shows in their numbers too. One that a measure takes up moves to
`engagekit.statistics`, with its test.
"""
