"""engagekit: engagement reach and satisfaction beside funding, for special libraries.

The public names, nothing else. They are imported when first used, so ``import engagekit`` is quick.
"""

import importlib
from typing import TYPE_CHECKING, Any

from engagekit._version import __version__
from engagekit.tables import screen as _screen

_PUBLIC = {
    "load": "engagekit.loading.load", "open": "engagekit.loading.load:open_tables",
    "unidentified": "engagekit.identity.review_list", "Tables": "engagekit.tables.tables",
    "Settings": "engagekit.settings.schema", "read_settings": "engagekit.settings.schema",
    "quarter": "engagekit.settings.periods", "period": "engagekit.settings.periods",
    "inspect": "engagekit.loading.inspect", "accept": "engagekit.identity.accepting",
    "gate": "engagekit.sections.gate", "check": "engagekit.sections.gate",
    "start": "engagekit.cli.start", "compare": "engagekit.sections.own_totals",
    "ignore": "engagekit.mapping.file_choices",
    "import_file": "engagekit.importing.session",
    "measure": "engagekit.measures.engine",
    "only": "engagekit.measures.department_subset",
    "last_published": "engagekit.measures.published_report",
    "report": "engagekit.reporting.report", "sections": "engagekit.sections",
    "measures": "engagekit.measures", "reach": "engagekit.measures",
    "satisfaction": "engagekit.measures", "funding": "engagekit.measures",
    "topline": "engagekit.measures", "crosstab": "engagekit.measures",
}  # fmt: skip

_GONE = {
    "map": "ek.import_file(FILE) asks what a file holds.",
    "best": "Write the answers from the worst to the best under [survey.scales] in engagekit.toml.",
}

if TYPE_CHECKING:
    from engagekit import measures, sections
    from engagekit.cli.start import start
    from engagekit.identity.accepting import accept
    from engagekit.identity.review_list import unidentified
    from engagekit.importing.session import import_file
    from engagekit.loading.inspect import inspect
    from engagekit.loading.load import load
    from engagekit.loading.load import open_tables as open
    from engagekit.mapping.file_choices import ignore
    from engagekit.measures.department_subset import only
    from engagekit.measures.engine import measure
    from engagekit.measures.published_report import last_published
    from engagekit.reporting.report import report
    from engagekit.sections.gate import check, gate
    from engagekit.sections.own_totals import compare
    from engagekit.settings.periods import period, quarter
    from engagekit.settings.schema import Settings, read_settings
    from engagekit.tables.tables import Tables

    funding, reach, satisfaction = measures.funding, measures.reach, measures.satisfaction
    crosstab, topline = measures.crosstab, measures.topline

__all__ = [
    "Settings", "Tables", "__version__", "accept", "check", "compare", "crosstab",
    "funding", "gate", "ignore", "import_file", "inspect", "last_published", "load", "measure",
    "measures", "only", "open", "period", "quarter", "reach", "read_settings", "report",
    "satisfaction", "sections", "start", "topline", "unidentified",
]  # fmt: skip


def _notebook_display() -> _screen.Screen:
    from engagekit import notebook_display

    return notebook_display


_screen.register(_notebook_display)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        from engagekit.errors import did_you_mean

        if name in _GONE:
            raise AttributeError(f"ek.{name} is gone. {_GONE[name]}")
        raise AttributeError(f"engagekit has no '{name}'. {did_you_mean(name, _PUBLIC)}")
    home, _, member = _PUBLIC[name].partition(":")
    module = importlib.import_module(home)
    return module if home == f"{__name__}.{name}" else getattr(module, member or name)


def __dir__() -> list[str]:
    return sorted(__all__)
