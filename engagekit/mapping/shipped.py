"""The mappings that come with the kit, and every tool that is known: reader modules and these."""

from functools import cache
from typing import Any

from engagekit.mapping.extending import FOLDER
from engagekit.mapping.mapping_file import read_mapping
from engagekit.mapping.reading import MappingReader
from engagekit.readers.registry import all_readers


@cache
def shipped() -> tuple[MappingReader, ...]:
    """Return the mappings that come with the kit, in the order of their files."""
    return tuple(MappingReader(read_mapping(place)) for place in sorted(FOLDER.glob("[!_]*.toml")))


def all_tools() -> tuple[Any, ...]:
    """Return everything that recognises and reads exports: reader modules, then these mappings.

    A tool whose exports have several layouts stands there several times.
    """
    return (*all_readers().values(), *shipped())
