"""The public names: what an analyst types after ``import engagekit as ek``."""

from __future__ import annotations

import pytest

import engagekit as ek


def test_dir_lists_the_public_names() -> None:
    assert dir(ek) == sorted(ek.__all__)


def test_a_misspelt_name_is_told_its_nearest() -> None:
    with pytest.raises(AttributeError, match="Did you mean 'satisfaction'"):
        _ = ek.satisfacton
