"""A notebook run with its parameters checked before and its traces of the machine removed after."""
