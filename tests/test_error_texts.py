"""Every text of ``errors.toml`` is used, and every use fills the slots of its text."""

from __future__ import annotations

import ast
import string
import tomllib

from engagekit.errors import error_text, problem_texts
from tests import house

TEXTS = {
    f"{table}.{name}": [text] if isinstance(text, str) else text
    for table, names in tomllib.loads((house.PACKAGE / "errors.toml").read_text("utf-8")).items()
    for name, text in names.items()
}
PARTS = {"error_text": 1, "problem_texts": 2, "problem_of": 2, "ask": 3}
"""How many texts a key has for each function: a question has in front what it is about."""
USES = [
    (one.name, node)
    for one in house.modules().values()
    for node in ast.walk(one.tree)
    if isinstance(node, ast.Call)
    and isinstance(node.func, ast.Name)
    and node.func.id in PARTS
    and isinstance(node.args[0], ast.Constant)
]


def _key(use: ast.Call) -> str:
    return str(ast.literal_eval(use.args[0]))


def test_every_text_is_used_at_one_place_and_every_key_has_a_text() -> None:
    assert sorted(_key(use) for _, use in USES) == sorted(TEXTS)


def test_a_use_fills_the_slots_of_its_text() -> None:
    wrong = []
    for module, use in USES:
        texts = TEXTS[_key(use)]
        slots = {slot for text in texts for _, slot, _, _ in string.Formatter().parse(text) if slot}
        named = {keyword.arg for keyword in use.keywords}
        is_filled = slots >= named - {None} if None in named else slots == named
        assert isinstance(use.func, ast.Name)
        if not is_filled or len(texts) != PARTS[use.func.id]:
            wrong.append((module, _key(use)))
    assert wrong == []


def test_slots_are_filled_as_their_format_says() -> None:
    assert error_text("proportions.checked", x=3.0, n=2.0).startswith("x = 3 of n = 2 ")
    assert problem_texts("accounting.hidden", below=2)[0].startswith("is hidden; its 2 rows ")
