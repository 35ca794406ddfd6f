"""A notebook run with its parameters checked before and its traces of the machine removed after."""

from engagekit.reporting.run._light import load_nbformat

load_nbformat()
