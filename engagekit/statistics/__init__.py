"""Statistics on arrays: proportions, scores, survey designs, weighting and more.

Plain functions: numpy arrays in, frozen dataclasses or floats out. Nothing
here knows tables, reads or writes a file, or draws. scipy and statsmodels are
imported inside the functions that need them, so that importing is quick.
Import the module you need, e.g. ``from engagekit.statistics import proportions``.
"""
