"""The public names: what an analyst types after ``import engagekit as ek``."""

from __future__ import annotations

import pytest

import engagekit as ek
from engagekit.mapping import drafting


@pytest.mark.parametrize("name", ek.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(ek, name) is not None


def test_dir_lists_the_public_names() -> None:
    assert dir(ek) == sorted(ek.__all__)


def test_the_names_of_the_first_hour() -> None:
    assert ek.map is drafting.map_file
    assert ek.reach is ek.measures.reach
    assert ek.satisfaction is ek.measures.satisfaction
    assert ek.funding is ek.measures.funding


def test_a_misspelt_name_is_told_its_nearest() -> None:
    with pytest.raises(AttributeError, match="Did you mean 'satisfaction'"):
        _ = ek.satisfacton
