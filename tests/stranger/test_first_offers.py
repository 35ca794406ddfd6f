"""What is offered first for lists with the headers of a county's offices: logs, payments, terms."""

from __future__ import annotations
