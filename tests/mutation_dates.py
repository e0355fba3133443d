"""Faults in dates and in what may hold when: no day, the wrong order, two at the same time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pyoxigraph as ox

from aseankg.dates import interval, is_date
from aseankg.namespaces import XSD
from mutation_graph import Graph
from mutations import Fact, Mutant, akg, local, operator

_SEATS = re.compile("alternate|assistant|co-|deputy|member|vice")  # there may be several
_DATE, _YEAR, _MONTH = (ox.NamedNode(XSD + name) for name in ("date", "gYear", "gYearMonth"))
_PAIRS = [("from", "to"), ("periodFrom", "periodTo"), ("date", "endDate")]
_PAIRS += [("founded", "dissolved"), ("from", "asOf"), ("asOf", "to")]


def days(one: Fact) -> tuple[date, date]:
    """Give the first and last day that a date can mean."""
    assert isinstance(one.object, ox.Literal)
    return interval(one.object.value, one.object.datatype.value)


def on(day: date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=_DATE)


def dated(fact: Fact) -> bool:
    return isinstance(fact.object, ox.Literal) and is_date(fact.object)


def other_date(
    name: str, graph: Graph, random: Random, make: Callable[[str], str], kind: ox.NamedNode | None
) -> Mutant | None:
    """Make a mutant in which a date has other words; with no kind that of the date itself."""
    one = graph.which(dated, random)
    assert one
    assert isinstance(one.object, ox.Literal)
    value = ox.Literal(make(one.object.value), datatype=kind or one.object.datatype)
    return graph.change(name, [one], [one.but(object=value)])


@operator()
def no_day_of_the_calendar(graph: Graph, random: Random) -> Mutant | None:
    """A day that no calendar has: 30 February, month 13."""
    words = random.choice(["-02-30", "-13-01", "-00-10", "-04-31", "-02-29"])
    year = random.choice(["2023", "2025", "2019"])
    return other_date("no-day-of-the-calendar", graph, random, lambda _: year + words, _DATE)


@operator()
def sentinel_date(graph: Graph, random: Random) -> Mutant | None:
    """A date that stands for 'not known' or 'for ever'."""
    words = random.choice(["9999-12-31", "0001-01-01", "1111-11-11", "9999-01-01", "1753-01-01"])
    return other_date("sentinel-date", graph, random, lambda _: words, _DATE)


@operator()
def far_off_date(graph: Graph, random: Random) -> Mutant | None:
    """A digit of the year is wrong, so the date is centuries away."""
    first = random.choice(["1", "21", "22", "3", "17"])
    return other_date("far-off-date", graph, random, lambda was: first + was[len(first) :], None)


@operator()
def date_of_a_spreadsheet(graph: Graph, random: Random) -> Mutant | None:
    """A date is written as spreadsheets and people write it."""
    words = random.choice(["26/05/2025", "05/26/25", "45803", "26 May 2025", "2025-5-6", "2025-05"])
    return other_date("date-of-a-spreadsheet", graph, random, lambda _: words, _DATE)


@operator()
def date_as_words(graph: Graph, random: Random) -> Mutant | None:
    """A date has lost its datatype."""
    plain = ox.NamedNode(XSD + "string")
    return other_date("date-as-words", graph, random, lambda was: was, plain)


@operator()
def date_of_another_kind(graph: Graph, random: Random) -> Mutant | None:
    """A day is called a year, or a year a day."""
    kind = random.choice([_DATE, _YEAR, _MONTH, ox.NamedNode(XSD + "dateTime")])
    one = graph.which(lambda f: dated(f) and getattr(f.object, "datatype", kind) != kind, random)
    assert one
    assert isinstance(one.object, ox.Literal)
    value = ox.Literal(one.object.value, datatype=kind)
    return graph.change("date-of-another-kind", [one], [one.but(object=value)])


@operator()
def order_of_dates_broken(graph: Graph, random: Random) -> Mutant | None:
    """Something ends, or is seen, before it begins."""
    first, last = random.choice(_PAIRS)
    one = graph.which(
        lambda f: (
            local(f.predicate) == last
            and dated(f)
            and graph.only(f)
            and len(graph.of.get((f.subject, first), ())) == 1
        ),
        random,
    )
    if one is None:
        return None
    begin, _ = days(graph.of[one.subject, first][0])
    value = on(begin - timedelta(days=random.randint(1, 4000)))
    return graph.change("order-of-dates-broken", [one], [one.but(object=value)])


@operator()
def end_before_beginning_added(graph: Graph, random: Random) -> Mutant | None:
    """An end is added that lies before the beginning."""
    one = graph.which(
        lambda f: (
            local(f.predicate) == "from"
            and graph.kinds.get(f.subject)
            in ("Tenure", "Membership", "Chairmanship", "Responsibility")
            and not graph.of.get((f.subject, "to"))
        ),
        random,
    )
    assert one
    end = on(days(one)[0] - timedelta(days=random.randint(1, 900)))
    added = one.but(predicate=akg("to"), object=end)
    return graph.change("end-before-beginning-added", add=[added])


@operator()
def two_in_one_seat(graph: Graph, random: Random) -> Mutant | None:
    """Two people are said to hold one post at the same time."""
    disputed = {f.object for f in graph.facts if local(f.predicate) == "about"}
    ends = [
        f
        for f in graph.facts
        if local(f.predicate) == "to"
        and graph.kinds.get(f.subject) == "Tenure"
        and f.subject not in disputed
        and graph.only(f)
        and (graph.of.get((f.subject, "from")) or graph.of.get((f.subject, "asOf")))
    ]
    random.shuffle(ends)
    for end in ends:
        post = graph.of[end.subject, "post"][0].object
        for other in graph.naming[post]:
            begun = graph.of.get((other.subject, "from"), [])
            rival = local(other.predicate) == "post" and other.subject != end.subject
            if not (rival and begun) or other.subject in disputed or _SEATS.search(str(post)):
                continue
            if days(begun[0])[0] >= days(end)[0]:
                late = on(days(begun[0])[1] + timedelta(days=400))
                return graph.change("two-in-one-seat", [end], [end.but(object=late)])
    return None


@operator()
def due_before_the_plan(graph: Graph, random: Random) -> Mutant | None:
    """A commitment is due before the period of its instrument begins."""
    one = graph.which(lambda f: local(f.predicate) == "due" and graph.only(f), random)
    assert one
    plan = graph.of[one.subject, "instrument"][0].object
    assert isinstance(plan, ox.NamedNode)
    begun = graph.of.get((plan, "periodFrom"), [])
    if not begun:
        return None
    early = on(min(days(f)[0] for f in begun) - timedelta(days=random.randint(30, 2000)))
    return graph.change("due-before-the-plan", [one], [one.but(object=early)])


@operator()
def older_supersedes_newer(graph: Graph, random: Random) -> Mutant | None:
    """An instrument supersedes one that was adopted after it."""
    one = graph.which(
        lambda f: (
            local(f.predicate) == "supersedes"
            and len(graph.of.get((f.subject, "adoptedOn"), ())) == 1
        ),
        random,
    )
    assert one
    day = graph.of[one.subject, "adoptedOn"][0]
    later = graph.which(
        lambda f: (
            local(f.predicate) == "adoptedOn"
            and graph.only(f)
            and days(f)[0] > days(day)[1]
            and graph.kinds.get(f.subject) == "Instrument"
            and f.subject != one.object
        ),
        random,
    )
    return later and graph.change("older-supersedes-newer", [one], [one.but(object=later.subject)])


@operator()
def duty_after_the_end(graph: Graph, random: Random) -> Mutant | None:
    """An institution that has duties is said to have ended before they began."""
    one = graph.which(
        lambda f: (
            local(f.predicate) == "from"
            and graph.kinds.get(f.subject) == "Responsibility"
            and f.path in graph.sources
        ),
        random,
    )
    assert one
    agent = graph.of[one.subject, "agent"][0].object
    assert isinstance(agent, ox.NamedNode)
    if graph.kinds.get(agent) != "Institution" or graph.of.get((agent, "dissolved")):
        return None
    end = on(days(one)[0] - timedelta(days=random.randint(400, 3000)))
    return graph.change("duty-after-the-end", add=[Fact(one.path, agent, akg("dissolved"), end)])


@operator()
def published_in_the_future(graph: Graph, random: Random) -> Mutant | None:
    """A source is said to have been published years from now."""
    one = graph.which(lambda f: local(f.predicate) == "issued", random)
    assert one
    value = on(date(random.randint(2031, 2090), random.randint(1, 12), 5))
    return graph.change("published-in-the-future", [one], [one.but(object=value)])


@operator()
def seen_after_publication(graph: Graph, random: Random) -> Mutant | None:
    """A source shows something on a day after it was published."""
    one = graph.which(
        lambda f: (
            local(f.predicate) == "asOf"
            and f.path in graph.sources
            and bool(graph.of.get((ox.NamedNode(graph.parts[f.path].graph.value), "issued")))
        ),
        random,
    )
    assert one
    issued = graph.of[ox.NamedNode(graph.parts[one.path].graph.value), "issued"][0]
    late = on(min(days(issued)[1] + timedelta(days=random.randint(30, 700)), date(2026, 1, 20)))
    if days(issued)[1] >= date.fromisoformat(late.value) or not graph.only(one):
        return None
    return graph.change("seen-after-publication", [one], [one.but(object=late)])
