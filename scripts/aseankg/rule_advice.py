"""What the page of a rule adds for its group: how to record that sources disagree."""

from __future__ import annotations

from aseankg.namespaces import AKG
from aseankg.tables import TABLES

_DISAGREE = """## Where sources disagree

If both values are what their sources say, neither is corrected; the disagreement is recorded. Write
a table `contradictions.csv` with one row, the better sourced value first:

```csv
thing,property,value,source,other_value,other_source,rationale
{thing},{property},VALUE,SOURCE,OTHER VALUE,OTHER SOURCE,why the first is kept or both stand
```

and take it in with `aseankg import contradictions.csv`. That adds the `akg:Contradiction` to
`graph/editorial.ttl`, and to the files of the sources what each of them claims. See [an
example](../../CONTRIBUTING.md#a-disagreement) and [all
columns](../../graph/tables.md#contradictions)."""
_BY_HAND = """ The table takes in tenures;
of other things that have `{property}`, write the same by hand."""


def advice(group: str, rule: str) -> str:
    """Give what the page of a rule says besides, as Markdown; empty for most."""
    if group != AKG + "Group-agreement":
        return ""
    property_ = rule.removeprefix("AgreedShape-")
    if column := _column(property_):
        return _DISAGREE.format(thing="ID", property=column)
    told = _DISAGREE.format(
        thing="ID OF THE PERSON", property=f"tenure ID OF THE POST: {property_}"
    )
    return told + _BY_HAND.format(property=f"akg:{property_}")


def _column(property_: str) -> str:
    """Give the column that holds a property of things with an id of their own."""
    tables = (table for table in TABLES.values() if table.register and table.key == "{id}")
    columns = (column for table in tables for column in table.columns)
    return next((one.name for one in columns if one.prop == AKG + property_), "")
