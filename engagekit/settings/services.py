"""What engagekit.toml says of the library's services: what each consists of."""

from collections.abc import Mapping

from engagekit.settings.money import Part

CLAIMS = ("lines", "contracts", "platforms", "questions", "needs", "channels", "events")
"""What may belong to a service, each to one alone."""


class Service(Part):
    """One service of the library; in every text ``*`` stands for any letters.

    ``lines``: lines of the budget that pay for it. ``contracts``: products of the sheet contracts;
    its platforms come with it. ``platforms``: platforms of usage reports. ``questions``: items of
    the survey on it, by id or wording. ``needs, channels, events``: of touches, and titles of
    events, by which somebody used it. ``metric``: what counts as a use where platforms count
    several things.
    """

    lines: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    metric: str = ""


def claimed_twice(services: Mapping[str, Service]) -> str:
    """Return the sentence on a text that two services name; empty where none does.

    Examples
    --------
    >>> claimed_twice({"A": Service(lines=("staff",)), "B": Service(lines=("Staff",))})
    "'Staff' stands under lines of both 'A' and 'B'. Leave it with one of them"
    """
    for kind in CLAIMS:
        owner: dict[str, str] = {}
        for name, service in services.items():
            for text in getattr(service, kind):
                first = owner.setdefault(" ".join(text.split()).casefold(), name)
                if first != name:
                    return (
                        f"'{text}' stands under {kind} of both '{first}' and '{name}'. Leave it "
                        "with one of them"
                    )
    return ""
