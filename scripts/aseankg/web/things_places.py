"""Where on the page of a thing a fact stands: under the question of a reader that it answers."""

from __future__ import annotations

from dataclasses import dataclass

from aseankg.namespaces import AKG, RDFS, SKOS


@dataclass(frozen=True)
class Ends:
    """How a node that states something is told on the page of the thing at one of its ends.

    `here` is the property that leads to the thing; `relation` names what it is in; `there` leads
    to the other end, the first that it has; `beside` is told as well.
    """

    here: str
    group: str
    relation: tuple[str, ...]
    there: tuple[str, ...]
    beside: tuple[str, ...] = ()
    outward: bool = True


_LABEL = SKOS + "prefLabel"
NODES: dict[str, tuple[Ends, ...]] = {
    "Responsibility": (
        Ends("agent", "owes", ("role",), ("target",), ("inheritedFrom",)),
        Ends("target", "answers", ("role",), ("agent",), ("inheritedFrom",), outward=False),
    ),
    "Function": (Ends("agent", "owes", (), (_LABEL,)),),
    "Tenure": (
        Ends("organization", "people", ("post",), ("holder",), outward=False),
        Ends("holder", "posts", ("post",), ("organization", "post")),
        Ends("post", "posts", (), ("holder",), ("organization",), outward=False),
    ),
    "Membership": (
        Ends("member", "belongs", ("status",), ("organization",)),
        Ends("organization", "parts", ("status",), ("member",), outward=False),
    ),
    "Chairmanship": (
        Ends("chair", "belongs", (), ("organization",)),
        Ends("organization", "people", (), ("chair",), outward=False),
    ),
    "Participation": (
        Ends("participant", "events", ("role",), ("event",)),
        Ends("event", "participants", ("role",), ("participant",), outward=False),
    ),
    "Result": (
        Ends("subject", "figures", ("indicator",), ("value",), ("unit",)),
        Ends("country", "figures", ("indicator",), ("value",), ("unit", "subject"), outward=False),
    ),
    "InstitutionalChange": (
        Ends("after", "history", ("changeKind",), ("before", "beforeText"), outward=False),
        Ends("before", "history", ("changeKind",), ("after",)),
    ),
    "Contradiction": (Ends("about", "disputes", ("propertyText",), ("leftValue",)),),
    "Remark": (Ends("about", "remarks", ("kind",), ("missingName",), ("rationale",)),),
}
# Told in other words elsewhere on the page.
HIDDEN = {"Contribution", "Claim"}

NAMING = {_LABEL, RDFS + "label", SKOS + "altLabel", AKG + "abbreviation", AKG + "locator"}

# The parts of a page in their order, with what stands above each.
HEADINGS = {
    "is": "What it is",
    "owes": "What it owes",
    "answers": "Who answers for it",
    "people": "Who leads it and who worked there",
    "posts": "Who held which post",
    "belongs": "What it belongs to",
    "parts": "What belongs to it",
    "history": "What it was before and after",
    "plans": "Plans, goals, measures",
    "themes": "What it is about",
    "projects": "Projects and money",
    "events": "Events",
    "participants": "Who took part",
    "figures": "Figures",
    "disputes": "Where sources disagree",
    "remarks": "Notes of the editors",
    "mentions": "Who else mentions it",
}
_OF = {
    "belongs parts": "partOf reportsTo sitsOn governedBy council",
    "belongs people": "postIn nationality",
    "is parts": "country jurisdiction",
    "is mentions": "kind pillar status",
    "belongs plans": "instrument",
    "history history": "mergedInto succeeds functionTransferredTo supersedes continues restates "
    "amends",
    "plans plans": "implements legalBasis alignedWith guidedBy adoptedBy adoptedAtEvent proposedBy "
    "signedBy refersTo names ratifiedAgreementOf worksWith",
    "themes themes": "addresses concernsTheme facesChallenge facesMegatrend seesOpportunity "
    "seesPotentialIn aimsToBe mainstreams benefits countsAsVulnerable matchesSDG broader",
    "events events": "meetingOf host hosts organizer reviews discussed supportedBy",
    "projects projects": "serves proponent implementer funder amount currency",
    "owes answers": "oversees",
    "posts people": "heldBy",
}  # fmt: skip
_PLACES = {name: tuple(groups.split()) for groups, names in _OF.items() for name in names.split()}
# Properties whose name is that of the other end, not of what happens: "as country", not
# "country this".
NOUNS = {
    "country", "nationality", "kind", "pillar", "status", "council", "host", "organizer",
    "proponent", "implementer", "funder", "jurisdiction", "broader", "instrument", "subject",
    "legalBasis",
}  # fmt: skip


def place_of(predicate: str, outward: bool) -> str:
    """Give the part of the page for a property, seen from its subject or from its object."""
    name = predicate.rpartition("/")[2].rpartition("#")[2]
    if name in _PLACES:
        return _PLACES[name][0 if outward else -1]
    return "is" if outward else "mentions"
