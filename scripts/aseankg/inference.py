"""What follows from what: the rules of `ontology/rules`, run until nothing new follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

import pyoxigraph as ox

from aseankg.errors import InputError
from aseankg.namespaces import INFERRED
from aseankg.rules import BY_RULE, TYPE, News, Rule, concerned, in_order, news_of, stale
from aseankg.shacl_data import Data

GRAPH = ox.NamedNode(INFERRED)
_TYPE = ox.NamedNode(TYPE)
_BY_RULE = ox.NamedNode(BY_RULE)
_NONE: frozenset[str] = frozenset()
_ALL = ox.DefaultGraph()
_MOST_RUNS = 100


class Closure:
    """Statements with all that follows from them by rules.

    `store` says everything once in its default graph, and what is stated in the graphs that state
    it as well. The quads given carry the bounds of their dates.
    """

    def __init__(self, quads: Iterable[ox.Quad], given: Iterable[Rule]) -> None:
        """Take statements and rules; nothing is inferred yet."""
        self.store = merged(quads)
        self.inferred: set[ox.Triple] = set()
        self._agenda = in_order(given)
        self._classes: dict[object, frozenset[str]] = {}

    @classmethod
    def of(cls, quads: Iterable[ox.Quad], given: Iterable[Rule]) -> Closure:
        """Infer; raises `InputError` for a rule that is no CONSTRUCT, or that never ends."""
        closure = cls(quads, given)
        closure._run(closure._agenda)
        return closure

    @classmethod
    def after(
        cls,
        quads: Iterable[ox.Quad],
        given: Iterable[Rule],
        before: AbstractSet[ox.Triple],
        changed: Iterable[ox.Quad],
    ) -> Closure:
        """Infer, knowing what followed `before` some statements were `changed`: new, or gone.

        What cannot have changed is kept, and only the rules for all else are run.
        """
        closure = cls(quads, given)
        waiting = stale(closure._agenda, _properties(changed))
        gone: dict[str, list[frozenset[str]]] = defaultdict(list)
        for name, kinds in {pair for one in waiting for pair in news_of(one, closure._agenda)}:
            gone[name].append(kinds)
        closure._learn(before)
        kept = {one for one in before if not closure._is_one_of(one, gone)}
        closure._classes = {}
        closure._take(kept)
        closure._run(waiting)
        return closure

    @cached_property
    def data(self) -> Data:
        """Give all that is stated or follows, as one graph."""
        return Data(self.store.quads_for_pattern(None, None, None, _ALL), self.store)

    def _run(self, waiting: Sequence[Rule]) -> None:
        """Run the rules that wait, and those that read what was made, until none is left."""
        for _ in range(_MOST_RUNS * len(self._agenda)):
            if not waiting:
                return
            rule, *others = waiting
            made = construct(self.store, rule) - self.inferred
            news = self._take({one for one in made if not _said(self.store, one)})
            waiting = [one for one in self._agenda if one in others or concerned(one, news)]
        if waiting:
            remedy = "let it mint no ids"
            raise InputError(waiting[0].path, 0, None, "makes ever new statements", remedy)

    def _take(self, new: set[ox.Triple]) -> News:
        """Add what was made; give its properties, each with the classes of made nodes it is on."""
        self.inferred |= new
        self.store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in new)
        self._learn(new)
        return {(one.predicate.value, self._classes.get(one.subject, _NONE)) for one in new}

    def _learn(self, made: AbstractSet[ox.Triple]) -> None:
        """Note the classes of the nodes that rules made."""
        minted = {one.subject for one in made if one.predicate == _BY_RULE}
        for one in made:
            if one.predicate == _TYPE and (one.subject in minted or one.subject in self._classes):
                known = self._classes.get(one.subject, _NONE)
                self._classes[one.subject] = known | {str(one.object)[1:-1]}

    def _is_one_of(self, one: ox.Triple, news: Mapping[str, Sequence[frozenset[str]]]) -> bool:
        """Tell whether a statement has one of some properties on a node of the classes named."""
        wanted = news.get(one.predicate.value, ())
        kinds = self._classes.get(one.subject, _NONE)
        return any(not some or not kinds or some & kinds for some in wanted)


def infer(quads: Iterable[ox.Quad], given: Iterable[Rule]) -> list[ox.Quad]:
    """Give all that follows by rules from statements and from what follows, in a fixed order.

    The quads given carry the bounds of their dates; those that come back stand in src:inferred.
    Raises `InputError` for a rule that is no CONSTRUCT, and when there is no end to what follows.
    """
    found = Closure.of(quads, given).inferred
    return sorted(
        (ox.Quad(one.subject, one.predicate, one.object, GRAPH) for one in found), key=str
    )


def _properties(changed: Iterable[ox.Quad]) -> News:
    """Give properties of statements and the classes that they say things are of."""
    changed = list(changed)
    found = {one.predicate.value for one in changed}
    found |= {str(one.object)[1:-1] for one in changed if one.predicate == _TYPE}
    return {(name, _NONE) for name in found}


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
