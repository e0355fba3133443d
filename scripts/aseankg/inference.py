"""What follows from what: the rules of `ontology/rules`, run until nothing new follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import INFERRED
from aseankg.rules import BY_RULE, TYPE, News, Rule, concerned, in_order, news_of, stale

GRAPH = ox.NamedNode(INFERRED)
_TYPE = ox.NamedNode(TYPE)
_BY_RULE = ox.NamedNode(BY_RULE)
_MOST_RUNS = 100


def infer(quads: Iterable[ox.Quad], given: Iterable[Rule]) -> list[ox.Quad]:
    """Give all that follows by rules from statements and from what follows, in a fixed order.

    The quads given carry the bounds of their dates; those that come back stand in src:inferred.
    Raises `InputError` for a rule that is no CONSTRUCT, and when there is no end to what follows.
    """
    agenda = in_order(given)
    return _run(merged(quads), agenda, agenda, _Made(()))


def infer_again(
    quads: Sequence[ox.Quad],
    given: Iterable[Rule],
    before: Sequence[ox.Quad],
    changed: Iterable[ox.Quad],
) -> list[ox.Quad]:
    """Give what `infer` gives, knowing what followed before some statements changed.

    `changed` are the quads that are new or gone since `before` was inferred. What cannot have
    changed is kept, and only the rules for all else are run.
    """
    agenda = in_order(given)
    waiting = stale(agenda, _properties(changed))
    gone: dict[str, list[frozenset[str]]] = defaultdict(list)
    for name, kinds in {pair for rule in waiting for pair in news_of(rule, agenda)}:
        gone[name].append(kinds)
    old = _Made(one.triple for one in before)
    kept = [one for one in before if not old.is_one_of(one, gone)]
    store = merged(quads)
    _add(store, {one.triple for one in kept})
    return _run(store, agenda, waiting, _Made(one.triple for one in kept))


def _run(
    store: ox.Store, agenda: Sequence[Rule], waiting: Sequence[Rule], made: _Made
) -> list[ox.Quad]:
    """Run the rules that wait, and those that read what was made, until none is left."""
    for _ in range(_MOST_RUNS * len(agenda) + 1):
        if not waiting:
            return sorted((_quad(triple) for triple in made.triples), key=str)
        rule, *others = waiting
        new = {one for one in construct(store, rule) - made.triples if not _said(store, one)}
        _add(store, new)
        news = made.take(new)
        waiting = [one for one in agenda if one in others or concerned(one, news)]
    raise InputError(waiting[0].path, 0, None, "makes ever new statements", "let it mint no ids")


class _Made:
    """What rules have made so far, and of which classes the nodes are that they made."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples: set[ox.Triple] = set()
        self._classes: dict[object, frozenset[str]] = {}
        self.take(set(triples))

    def take(self, new: set[ox.Triple]) -> News:
        """Add what was made; give its properties, each with the classes of made nodes it is on."""
        self.triples |= new
        minted = {one.subject for one in new if one.predicate == _BY_RULE}
        for one in new:
            if one.predicate == _TYPE and (one.subject in minted or one.subject in self._classes):
                known = self._classes.get(one.subject, frozenset())
                self._classes[one.subject] = known | {str(one.object)[1:-1]}
        return {(one.predicate.value, self._classes.get(one.subject, frozenset())) for one in new}

    def is_one_of(self, quad: ox.Quad, news: Mapping[str, Sequence[frozenset[str]]]) -> bool:
        """Tell whether a statement has one of some properties on a node of the classes named."""
        kinds = self._classes.get(quad.subject, frozenset())
        wanted = news.get(quad.predicate.value, ())
        return any(not one or not kinds or one & kinds for one in wanted)


def _properties(changed: Iterable[ox.Quad]) -> News:
    """Give properties of statements and the classes that they say things are of."""
    changed = list(changed)
    found = {one.predicate.value for one in changed}
    found |= {str(one.object)[1:-1] for one in changed if one.predicate == _TYPE}
    return {(name, frozenset()) for name in found}


def merged(quads: Iterable[ox.Quad]) -> ox.Store:
    """Give a store whose default graph says everything once, beside the graphs that say it.

    Rules run on it: in the union that Oxigraph offers, a triple of four graphs counts four times,
    and a rule of seven patterns takes minutes.
    """
    store = ox.Store()
    quads = list(quads)
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def construct(store: ox.Store, rule: Rule) -> set[ox.Triple]:
    """Give what one rule makes of a merged store; raises `InputError` if it is no CONSTRUCT."""
    try:
        result = store.query(rule.text)
    except SyntaxError as error:
        raise InputError(rule.path, error.lineno or 0, None, error.msg, "correct it") from error
    if not isinstance(result, ox.QueryTriples):
        raise InputError(rule.path, 0, None, "is no CONSTRUCT", "a rule makes statements")
    return set(result)


def _said(store: ox.Store, triple: ox.Triple) -> bool:
    return ox.Quad(triple.subject, triple.predicate, triple.object) in store


def _add(store: ox.Store, triples: set[ox.Triple]) -> None:
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)


def _quad(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH)
