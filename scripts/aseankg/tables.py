"""The tables of facts: which there are, what their columns mean, what a row becomes.

This is the one description of the format: the importer reads by it, the templates and the
documentation are written from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from aseankg import columns as c
from aseankg.cells import akg, read_code, read_in, read_number, read_text, read_url
from aseankg.columns import AS_OF, BASIS, EVIDENCE, OTHER_NAMES, PERIOD, Column
from aseankg.namespaces import DCTERMS, RDFS, SCHEMA, SKOS

_ANY = (
    "organizations",
    "countries",
    "documents",
    "goals",
    "projects",
    "events",
    "themes",
    "persons",
    "posts",
)


@dataclass(frozen=True)
class Table:
    """One table: the class of its rows, the register file they are minted in, its columns.

    `key` is a pattern over the cells of a row, for rows that have no id column.
    """

    name: str
    cls: str
    columns: tuple[Column, ...]
    register: str = ""
    key: str = "{id}"

    def column(self, name: str) -> Column | None:
        """Give the column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def role(self, role: str) -> Column | None:
        """Give the first column with that role."""
        return next((column for column in self.columns if column.role == role), None)


# fmt: off
_LIST = (
    Table("sources", "Source", (
        c.key(),
        Column("url", "address of the page or text", SCHEMA + "url", read_url),
        Column("title", "its title", DCTERMS + "title", read_text, required=True),
        Column("publisher", "who published it", DCTERMS + "publisher", read_text, required=True),
        c.date("published", "when", DCTERMS + "issued"),
        c.coded("language", "language", DCTERMS + "language", required=True),
        c.coded("kind", "source-kind", akg("kind"), required=True),
        c.date("checked_on", "day on which it was last read", akg("checkedOn")),
        Column("note", "what a reader must know; why there is no address", role="note"),
    )),
    Table("countries", "Country", (
        c.key(), c.label("name_en", "name in English"),
        c.text("iso_alpha2", "ISO 3166 code", akg("isoAlpha2")),
        c.coded("asean_status", "country-status", akg("status")),
        c.date("member_since", "day of accession", akg("memberSince")), *EVIDENCE,
    ), "countries"),
    Table("organizations", "Institution", (
        c.key(), c.label("name_en", "name in English"),
        Column("abbreviation", "usual short form", akg("abbreviation"), read_text),
        *(c.name_in(tag) for tag in ("vi", "id", "ms", "th", "km", "lo", "my", "fil", "tet",
                                     "pt", "zh")),
        OTHER_NAMES, c.coded("type", "institution-kind", akg("kind"), required=True),
        c.coded("pillar", "pillar", akg("pillar"), basis="pillar_basis"),
        c.basis_of("pillar_basis"),
        c.ref("parent", "the body it is part of", akg("partOf"), "organizations"),
        c.ref("country", "home state, or host state of an ASEAN body", akg("country"), "countries"),
        c.text("seat_city", "city of its seat", akg("seatCity")),
        c.date("founded", "first day", akg("founded")),
        c.date("dissolved", "last day", akg("dissolved")),
        c.ref("reports_to", "the body it answers to", akg("reportsTo"), "organizations",
              basis="reports_to_basis"),
        c.basis_of("reports_to_basis"), *EVIDENCE,
    ), "institutions"),
    Table("posts", "Post", (
        c.key(), c.label("title_en", "title in English"),
        *(c.name_in(tag, "title") for tag in ("vi", "id", "ms", "th", "pt")), OTHER_NAMES,
        c.ref("organization", "the body", akg("postIn"), "organizations"),
        c.ref("country", "country of a national post", akg("country"), "countries"), *EVIDENCE,
    ), "posts"),
    Table("persons", "Person", (
        c.key(), c.label("name", "name in Latin letters"), c.name_in("vi"), c.name_in("th"),
        OTHER_NAMES,
        Column("honorific", "form of address", akg("honorific"), read_text, many=True),
        c.ref("nationality", "country", akg("nationality"), "countries"), *EVIDENCE,
    ), "people"),
    Table("tenures", "Tenure", (
        c.ref("person", "who", akg("holder"), "persons", required=True),
        c.ref("post", "as what", akg("post"), "posts", required=True),
        c.ref("organization", "where", akg("organization"), "organizations"),
        *PERIOD, AS_OF, BASIS, *EVIDENCE,
    ), key="{person}--{post}"),
    Table("documents", "Instrument", (
        c.key(), c.label("title_en", "title in English"),
        *(c.name_in(tag, "title") for tag in ("vi", "id", "ms", "th", "km", "lo", "my",
                                                      "fil", "pt")),
        c.text("reference", "national number", akg("reference")),
        c.coded("type", "instrument-kind", akg("kind"), required=True),
        c.coded("status", "instrument-status", akg("status")),
        c.date("adopted_on", "day of adoption (a report: of publication)", akg("adoptedOn")),
        c.ref("adopted_by", "body or post", akg("adoptedBy"), "organizations", "posts"),
        c.text("adopted_at", "place or meeting in words", akg("adoptedAt")),
        c.ref("adopted_at_event", "the meeting", akg("adoptedAtEvent"), "events"),
        c.ref("signed_by", "who signed", akg("signedBy"), "persons"),
        c.ref("proposed_by", "who proposed it", akg("proposedBy"), "organizations", "posts",
              many=True),
        c.date("in_force_from", "first day in force", akg("inForceFrom")),
        c.date("period_from", "first year or day covered", akg("periodFrom")),
        c.date("period_to", "last year or day covered", akg("periodTo")),
        c.coded("pillar", "pillar", akg("pillar"), basis="pillar_basis"),
        c.basis_of("pillar_basis"),
        c.ref("supersedes", "the text it replaces", akg("supersedes"), "documents",
              basis="supersedes_basis"),
        c.basis_of("supersedes_basis"),
        c.ref("implements", "the next text up", akg("implements"), "documents"),
        c.text("review_cycle", "how often it is reviewed", akg("reviewCycle")), *EVIDENCE,
    ), "instruments"),
    Table("goals", "Commitment", (
        c.key(),
        c.ref("document", "text it stands in", akg("instrument"), "documents", required=True),
        Column("number", "its number there", SKOS + "notation", read_text),
        c.coded("level", "commitment-level", akg("level"), required=True),
        c.ref("parent", "the goal it belongs to", akg("partOf"), "goals"),
        c.label("label", "what it says, in our own words", official=False),
        *(c.name_in(tag, "label") for tag in ("vi", "id")),
        c.date("due", "by when", akg("due")), *EVIDENCE,
    ), "commitments"),
    Table("responsibilities", "Responsibility", (
        c.ref("organization", "who", akg("agent"), "organizations", "countries", required=True),
        c.ref("target", "for what", akg("target"), "goals", "documents", "organizations",
              required=True),
        Column("target_kind", "goal, document or body", "", read_code("target-kind"),
               role="special"),
        c.coded("role", "role", akg("role"), required=True), *PERIOD, AS_OF, BASIS,
        c.ref("authority", "the text that assigns it", akg("authority"), "documents"), *EVIDENCE,
    ), key="{organization}--{role}--{target}"),
    Table("functions", "Function", (
        c.ref("organization", "who", akg("agent"), "organizations", required=True),
        c.label("function", "the function by law", official=False),
        c.date("from", "since when", akg("from")), *EVIDENCE,
    ), "functions", "{organization}--function--{function}"),
    Table("memberships", "Membership", (
        c.ref("member", "who", akg("member"), "organizations", "countries", required=True),
        c.ref("body", "of what", akg("organization"), "organizations", required=True),
        c.coded("status", "membership-status", akg("status"), required=True),
        *PERIOD, AS_OF, BASIS, *EVIDENCE,
    ), key="{member}--{status}--{body}"),
    Table("chairmanships", "Chairmanship", (
        c.ref("body", "of what", akg("organization"), "organizations", required=True),
        c.ref("chair", "which country", akg("chair"), "countries", required=True), *PERIOD,
        c.coded("status", "chairmanship-status", akg("status")),
        c.text("theme", "motto of the chair", akg("themeText")), BASIS, *EVIDENCE,
    ), key="{body}--chair--{chair}--{from}"),
    Table("projects", "Project", (
        c.key(), c.label("name_en", "name in English"), c.name_in("vi"), c.name_in("id"),
        c.coded("type", "project-kind", akg("kind"), required=True),
        c.ref("implements", "text or goal it serves", akg("serves"), "documents", "goals"),
        c.ref("proponent", "who proposed it", akg("proponent"), "organizations", many=True),
        c.ref("implementer", "who carries it out", akg("implementer"), "organizations", many=True),
        c.ref("funder", "who pays", akg("funder"), "organizations", "countries", many=True),
        Column("amount", "sum", akg("amount"), read_number),
        c.coded("currency", "currency", akg("currency")),
        c.date("period_from", "first day", akg("periodFrom")),
        c.date("period_to", "last day", akg("periodTo")),
        c.ref("countries", "where", akg("country"), "countries", many=True),
        c.coded("status", "project-status", akg("status")),
        c.date("status_as_of", "when it was so", akg("statusAsOf")), *EVIDENCE,
    ), "projects"),
    Table("results", "Result", (
        c.key(), c.ref("subject", "of what", akg("subject"), *_ANY, required=True),
        Column("indicator", "what is counted", akg("indicator"), read_in("en"), required=True,
               role="label"),
        Column("value", "figure, or words when qualitative", role="special", required=True),
        c.coded("value_qualifier", "value-qualifier", akg("valueQualifier")),
        Column("of_total", "9 of 11: the 11", akg("ofTotal"), read_number),
        c.coded("unit", "unit", akg("unit"), required=True),
        Column("reference_period", "2024, or from/to as 2016/2020", role="special"),
        c.coded("scope", "scope", akg("scope")),
        c.ref("country", "which country", akg("country"), "countries"), *EVIDENCE,
    ), "results"),
    Table("events", "Event", (
        c.key(), c.label("name_en", "name in English"), c.name_in("vi"), c.name_in("id"),
        c.coded("type", "event-kind", akg("kind"), required=True),
        c.ref("body", "whose meeting", akg("meetingOf"), "organizations"),
        c.date("date", "day, or first day", akg("date"), basis="date_basis"),
        c.date("end_date", "last day", akg("endDate"), basis="date_basis"),
        Column("date_basis", "stated, reported or inferred", akg("dateBasis"), read_code("basis"),
               basis="date_basis", role="basis"),
        c.text("place", "where", akg("place")),
        c.ref("country", "country", akg("country"), "countries"),
        c.ref("host", "host", akg("host"), "organizations"),
        c.ref("organizer", "organiser", akg("organizer"), "organizations", many=True),
        c.coded("status", "event-status", akg("status")), *EVIDENCE,
    ), "events"),
    Table("participations", "Participation", (
        c.ref("event", "where", akg("event"), "events", required=True),
        c.ref("participant", "who", akg("participant"), *_ANY, required=True),
        c.coded("role", "participation-role", akg("role"), required=True), *EVIDENCE,
    ), key="{event}--{participant}--{role}"),
    Table("themes", "Theme", (
        c.key(), c.label("label_en", "label in English", official=False),
        Column("label_vi", "label in Vietnamese", RDFS + "label", read_in("vi")),
        Column("label_id", "label in Indonesian", RDFS + "label", read_in("id")),
        c.coded("type", "theme-kind", akg("kind"), required=True),
        c.ref("broader", "wider theme", SKOS + "broader", "themes"), *EVIDENCE,
    ), "themes"),
    Table("relations", "Statement", (
        c.ref("subject", "from", "", *_ANY, required=True),
        Column("relation", "one of the list 'relation'", "", read_code("relation"),
               role="special", required=True),
        c.ref("object", "to", "", *_ANY), Column("object_text", "to, in words", "", read_text),
        c.coded("qualifier", "qualifier", akg("qualifier")), *PERIOD, AS_OF, BASIS, *EVIDENCE,
    ), key="{subject}--{relation}--{object}--{qualifier}"),
)
# fmt: on

TABLES: dict[str, Table] = {table.name: table for table in _LIST}
OF_CLASS: dict[str, Table] = {akg(table.cls): table for table in _LIST if table.register}
