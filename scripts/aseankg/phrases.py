"""Sentences for the links between things: who leads what, what is part of what."""

from __future__ import annotations

# How roles, seats and properties read between their two ends, in English; in other languages the
# name of the role or property stands between dashes.
# fmt: off
CODES = {
    "lead": "leads", "co-lead": "leads with others", "support": "supports",
    "coordinate": "coordinates", "draft": "drafts", "implement": "implements",
    "monitor": "monitors", "oversee": "oversees", "report": "reports on", "fund": "funds",
    "focal-point": "is the focal point for", "represent": "represents its country in",
    "holds": "holds the post of", "chairs": "chairs", "member": "is a member of",
    "dialogue-partner": "is a Dialogue Partner of", "observer": "is an observer of",
    "sectoral-dialogue-partner": "is a Sectoral Dialogue Partner of",
    "comprehensive-strategic-partner": "is a Comprehensive Strategic Partner of",
    "development-partner": "is a Development Partner of", "applicant": "has applied to join",
    "vice-chair": "is vice-chair of", "attendee": "took part in", "chair": "chaired",
    "speaker": "spoke at", "presenter": "presented at", "organizer": "organised", "host": "hosted",
    "delegation-head": "led a delegation to", "absent": "was absent from",
}
PROPERTIES = {
    "partOf": "is part of", "reportsTo": "reports to", "instrument": "stands in",
    "implements": "implements", "supersedes": "supersedes", "amends": "amends",
    "continues": "continues", "restates": "restates", "names": "names", "addresses": "addresses",
    "adoptedBy": "was adopted by", "adoptedAtEvent": "was adopted at", "signedBy": "was signed by",
    "proposedBy": "was proposed by", "legalBasis": "is based on", "postIn": "is a post in",
    "meetingOf": "is a meeting of", "serves": "serves", "proponent": "was proposed by",
    "implementer": "is carried out by", "funder": "is funded by", "subject": "is a result of",
    "country": "is in", "nationality": "is of", "jurisdiction": "is of",
    "mergedInto": "merged into", "succeeds": "succeeds",
    "functionTransferredTo": "passed a function to", "hosts": "hosts",
    "governedBy": "is governed by", "guidedBy": "is guided by", "alignedWith": "is aligned with",
    "refersTo": "refers to", "reviews": "reviews", "worksWith": "works with", "sitsOn": "sits on",
    "decidedOn": "decided on", "heldBy": "is held by", "oversees": "oversees",
    "discussed": "discussed", "supportedBy": "is supported by", "benefits": "benefits",
    "ratifiedAgreementOf": "ratified the agreement of", "host": "was hosted by",
    "organizer": "was organised by",
}
# fmt: on


def phrase(start: str, word: str, name: str, end: str, lang: str = "en") -> str:
    """Say a link in words: its ends, a code ("lead") or property ("akg:partOf"), its name."""
    said = PROPERTIES.get(word.removeprefix("akg:")) if word.startswith("akg:") else CODES.get(word)
    return f"{start} {said} {end}" if said and lang == "en" else f"{start} - {name} - {end}"
