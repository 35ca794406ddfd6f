"""Every planted fault can still be planted: none names code or tests that went."""

from __future__ import annotations

from tests.planted_faults import read_faults, unplantable


def test_every_fault_of_the_list_can_be_planted() -> None:
    faults = read_faults()
    assert unplantable(faults) == []
    assert len(set(faults)) == len(faults) >= 38
