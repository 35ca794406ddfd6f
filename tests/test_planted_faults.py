"""A planted fault is caught by a test that tells it, and survives one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planted_faults import Fault, first_failure, read_faults, unplantable, verdicts

CODE = "LEAST = 5\n\n\ndef enough(n):\n    return n >= LEAST\n"
WEAK = "import code_of\n\n\ndef test_many():\n    assert code_of.enough(9)\n"
STRONG = WEAK + "\n\ndef test_the_edge():\n    assert code_of.enough(5) and not code_of.enough(4)\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "code_of.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "test_weak.py").write_text(WEAK, encoding="utf-8")
    (tmp_path / "test_strong.py").write_text(STRONG, encoding="utf-8")
    return tmp_path


def _fault(tests: str, text: str = "n >= LEAST", replacement: str = "n > LEAST") -> Fault:
    return Fault("code_of.py", text, replacement, (tests,))


def test_a_fault_is_caught_by_the_test_of_the_edge_alone(package: Path) -> None:
    faults = [_fault("test_weak.py"), _fault("test_strong.py")]
    caught = [by for _, by in verdicts(faults, package)]
    assert caught == ["", "test_strong.py::test_the_edge"]
    assert (package / "code_of.py").read_text("utf-8") == CODE


def test_tests_that_fail_without_a_fault_prove_nothing(package: Path) -> None:
    (package / "test_weak.py").write_text("def test_no():\n    assert False\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"without any fault: test_weak\.py::test_no"):
        list(verdicts([_fault("test_weak.py")], package))


def test_tests_that_do_not_run_catch_nothing(package: Path) -> None:
    with pytest.raises(RuntimeError, match="did not run"):
        first_failure(package, ("test_that_is_not_there.py",))


def test_a_fault_that_cannot_be_planted_is_named(package: Path) -> None:
    faults = [
        _fault("test_weak.py", "n >= MOST"),
        _fault("test_weak.py", "LEAST"),
        _fault("test_weak.py", "LEAST = 5", "LEAST =  5"),
        _fault("test_gone.py"),
    ]
    reasons = [reason.split(" (")[0] for reason in unplantable(faults, package)]
    assert reasons == [
        "stands 0 times in code_of.py: n >= MOST",
        "stands 2 times in code_of.py: LEAST",
        "changes nothing in code_of.py: LEAST = 5",
        "no tests at test_gone.py",
    ]


def test_every_fault_of_the_list_can_be_planted() -> None:
    faults = read_faults()
    assert unplantable(faults) == []
    assert len(set(faults)) == len(faults) >= 38
