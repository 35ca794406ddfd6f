"""engagekit: engagement reach and satisfaction beside funding, for special libraries.

The public names, nothing else. They are imported when first used, so ``import engagekit`` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "load": "engagekit.loading",
    "unidentified": "engagekit.loading",
    "Tables": "engagekit.tables",
    "Settings": "engagekit.settings",
    "read_settings": "engagekit.settings",
    "quarter": "engagekit.periods",
    "period": "engagekit.periods",
    "inspect": "engagekit.inspecting",
    "map": "engagekit.mapping.drafting:map_file",
    "explain": "engagekit.explaining",
    "only": "engagekit.slicing",
    "last_published": "engagekit.published",
    "report": "engagekit.reporting",
    "sections": "engagekit.sections",
    "measures": "engagekit.measures",
    "reach": "engagekit.measures",
    "satisfaction": "engagekit.measures",
    "funding": "engagekit.measures",
}

if TYPE_CHECKING:
    from engagekit import measures, sections
    from engagekit.explaining import explain
    from engagekit.inspecting import inspect
    from engagekit.loading import load
    from engagekit.mapping.drafting import map_file as map
    from engagekit.periods import period, quarter
    from engagekit.published import last_published
    from engagekit.reporting import report
    from engagekit.review_list import unidentified
    from engagekit.settings import Settings, read_settings
    from engagekit.slicing import only
    from engagekit.tables import Tables

    funding, reach, satisfaction = measures.funding, measures.reach, measures.satisfaction

__all__ = [
    "Settings",
    "Tables",
    "explain",
    "funding",
    "inspect",
    "last_published",
    "load",
    "map",
    "measures",
    "only",
    "period",
    "quarter",
    "reach",
    "read_settings",
    "report",
    "satisfaction",
    "sections",
    "unidentified",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        from engagekit.errors import did_you_mean

        raise AttributeError(f"engagekit has no '{name}'. {did_you_mean(name, _PUBLIC)}")
    home, _, member = _PUBLIC[name].partition(":")
    module = importlib.import_module(home)
    return module if home == f"{__name__}.{name}" else getattr(module, member or name)


def __dir__() -> list[str]:
    return sorted(_PUBLIC)
