"""Records become statements: which graph each goes to, and what stands beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from aseankg.cells import akg, code, literal, source, thing
from aseankg.contradictions import Disputes
from aseankg.draft import Draft, graph_of
from aseankg.namespaces import EDITORIAL, RDFS, SKOS, shorten
from aseankg.records import Record, camel, shows
from aseankg.terms import Term

_FROM_CONTEXT = (
    "Concluded from context (subject, parent, periods, neighbouring facts) of the sources named"
)
_NO_PILLAR = "None of the sources read assigns a pillar"
_CHANGES = {"merged-into": "merger", "function-transferred-to": "function-transfer"}
_RENEWALS = ("renaming", "transformation", "reorganisation")


@dataclass(frozen=True)
class SourceFacts:
    """When each source was published and in which language it is, by its id in the tables.

    A source cannot show what came after it, and a name in Thai is said by the Thai source, where
    a row has one.
    """

    published: Mapping[str, str]
    language: Mapping[str, str]


class Emitter:
    """Puts records into a draft; knows the disputes, the sources, the country codes."""

    def __init__(
        self, draft: Draft, disputes: Disputes, facts: SourceFacts, iso: Mapping[str, str]
    ) -> None:
        """Keep what every record is placed by."""
        self.draft, self.disputes, self.facts, self.iso = draft, disputes, facts, iso

    def emit(self, record: Record) -> None:
        """Write one record."""
        label = record.table.role("label")
        if record.table.register and label:
            name = record.row.get(label.name)
            self.draft.mint(record.table.register, record.node, record.table.cls, name)
        if record.table.name == "documents":
            self._place_in_country(record)
        if record.basis == "inferred":
            self._emit_conclusion(record)
        else:
            self._emit_stated(record)
        if record.loose_locator:
            self.draft.state(EDITORIAL, record.node, akg("locator"), literal(record.loose_locator))

    def _place_in_country(self, record: Record) -> None:
        country = self.iso.get(record.slug.split("-")[0])
        if country:
            record.facts.append((akg("jurisdiction"), thing(country), ""))

    def _emit_stated(self, record: Record) -> None:
        for slug in record.sources:
            self._head(record, graph_of(slug), record.locators.get(slug, ""))
        for prop, value, basis in record.facts:
            if basis == "inferred" or (not basis and value == code("pillar", "none")):
                self._conclude(record, prop, value, basis)
                continue
            for slug in self._speakers(record, prop, value):
                self.draft.state(graph_of(slug), record.node, prop, value)

    def _speakers(self, record: Record, prop: str, value: Term) -> list[str]:
        slugs = self.disputes.speakers(record.node, prop, record.sources)
        if not isinstance(value, ox.Literal):
            return slugs
        if prop == akg("asOf"):
            able = [slug for slug in slugs if shows(self.facts.published.get(slug, ""), value)]
        elif prop in (RDFS + "label", SKOS + "altLabel"):
            able = [slug for slug in slugs if self.facts.language.get(slug) == value.language]
        else:
            able = []
        return able or slugs

    def _head(self, record: Record, graph: str, locator: str) -> None:
        draft, node = self.draft, record.node
        if not record.table.register:
            draft.type(graph, node, record.table.cls)
        if locator:
            draft.state(graph, node, akg("locator"), literal(locator))
        self._note(record, graph)
        if record.table.name == "relations":
            self._relate(record, graph)

    def _note(self, record: Record, graph: str) -> None:
        note = record.row.get("note")
        if record.table.name == "sources" and not record.row.get("url"):
            reason = literal(note or "address not known")
            self.draft.state(graph, record.node, akg("noAddressReason"), reason)
        elif note:
            prop = SKOS + "editorialNote"
            self.draft.state(graph, record.node, prop, ox.Literal(note, language="en"))

    def _emit_conclusion(self, record: Record) -> None:
        self._head(record, EDITORIAL, next(iter(record.locators.values()), ""))
        for prop, value, _ in record.facts:
            self.draft.state(EDITORIAL, record.node, prop, value)
        rationale = record.row.get("note") or _FROM_CONTEXT
        self.draft.explain(record.node, rationale, [source(slug) for slug in record.sources])

    def _conclude(self, record: Record, prop: str, value: Term, basis: str) -> None:
        name = shorten(prop).split(":")[1]
        tail = value.value.rsplit("/", 1)[-1]
        if prop == akg("dateBasis"):
            self.draft.state(EDITORIAL, record.node, prop, value)
            return
        self.draft.conclude(
            record.node,
            prop,
            value,
            f"{record.slug}--{camel_to_slug(name)}--{tail.lower()}",
            _FROM_CONTEXT if basis else _NO_PILLAR,
            [source(slug) for slug in record.sources],
        )

    def _relate(self, record: Record, graph: str) -> None:
        row, draft = record.row, self.draft
        relation = row.get("relation")
        subject = thing(row.get("subject"))
        if row.get("object"):
            value: Term = thing(row.get("object"))
            draft.state(graph, subject, akg(camel(relation)), value)
        kind = _CHANGES.get(relation)
        if relation == "succeeds" and row.get("qualifier") != "next-phase":
            kind = row.get("qualifier") if row.get("qualifier") in _RENEWALS else "succession"
        if kind:
            self._change(record, graph, kind)

    def _change(self, record: Record, graph: str, kind: str) -> None:
        row, draft, node = record.row, self.draft, record.node
        old, new = (
            ("object", "subject") if row.get("relation") == "succeeds" else ("subject", "object")
        )
        draft.type(graph, node, "InstitutionalChange")
        draft.state(graph, node, akg("changeKind"), code("change-kind", kind))
        for prop, column in (("before", old), ("after", new)):
            if row.get(column):
                draft.state(graph, node, akg(prop), thing(row.get(column)))
        if row.get("object_text"):
            draft.state(graph, node, akg("beforeText"), literal(row.get("object_text")))
        for prop, value, _ in record.facts:
            if prop == akg("from"):
                draft.state(graph, node, akg("date"), value)

    def add_other_sides(self) -> None:
        """State what the other side of each dispute says, in the graphs of its sources."""
        for (node, prop), disputes in self.disputes.by_fact.items():
            for dispute in disputes:
                if dispute.other is None:
                    continue
                for slug in dispute.right:
                    self.draft.state(graph_of(slug), ox.NamedNode(node), prop, dispute.other)

    def folders(self, records: Iterable[Record]) -> dict[str, str]:
        """Give the folder of each source: the one country it speaks of, `partners`, `asean`."""
        homes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        members = {self.iso[code]: code for code in MEMBERS if code in self.iso}
        for record in records:
            home = self._home(record, members)
            for slug in record.sources:
                homes[slug.removeprefix("src-")][home] += home != ""
        return {slug: _folder(counts) for slug, counts in homes.items()}

    def _home(self, record: Record, members: Mapping[str, str]) -> str:
        if record.table.name in ("sources", "countries"):
            return ""
        country = record.row.get("nationality") or self.iso.get(record.slug.split("-")[0], "asean")
        return country if country in members or country == "asean" else "partners"


MEMBERS = ("bn", "kh", "id", "la", "my", "mm", "ph", "sg", "th", "tl", "vn")


def _folder(counts: Counter[str]) -> str:
    national = [name for name in counts if name not in ("asean", "partners", "")]
    if len(national) == 1 and counts[national[0]] >= counts["asean"]:
        return national[0]
    return "partners" if not national and counts["partners"] > counts["asean"] else "asean"


def camel_to_slug(name: str) -> str:
    """Write a property name as an id part: `reportsTo` is `reports-to`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)
