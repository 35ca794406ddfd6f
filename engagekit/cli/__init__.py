"""The command line: one module a group of commands, each a thin call of the library.

A module here may import every room and is imported by none. A command is a function with typed
options and a docstring that ends in an example; `app` lists them. What is printed on standard
output is for programs (paths, JSON), what is said to people goes to standard error.
"""
