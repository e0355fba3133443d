"""The parts of a picture: marks, strokes, words, and the elements of nodes and lines."""

from __future__ import annotations

from aseankg.drawing import Drawn, Look, plain
from aseankg.edges import Edge
from aseankg.markup import escape, tag
from aseankg.namespaces import shorten

SIZE, LEADING = 12.5, 15.5
_TOLD = ("kind", "type", "country", "pillar")


def n(number: float) -> str:
    """Write a number shortly."""
    return f"{number:.1f}".removesuffix(".0")


def words(text: str, x: float, y: float, kind: str) -> str:
    """Write one line of text."""
    return tag("text", {"x": n(x), "y": n(y), "class": kind}, escape(text))


def mark(look: Look, x: float, y: float) -> str:
    """Draw the sign of a kind, told apart by shape as well as by colour."""
    r = 5.5
    style = {"fill": look.colour}
    if look.mark == "circle":
        return tag("circle", {"cx": n(x), "cy": n(y), "r": r, **style})
    if look.mark == "ring":
        ring = {"fill": "none", "stroke": look.colour, "stroke-width": 3}
        return tag("circle", {"cx": n(x), "cy": n(y), "r": r - 1, **ring})
    if look.mark == "dot":
        return tag("circle", {"cx": n(x), "cy": n(y), "r": r - 2, **style})
    shapes = {
        "square": f"M{n(x - 5)} {n(y - 5)}h10v10h-10z",
        "diamond": f"M{n(x)} {n(y - 6.5)}l6.5 6.5l-6.5 6.5l-6.5 -6.5z",
        "triangle": f"M{n(x)} {n(y - 6)}l6.3 11h-12.6z",
        "cross": f"M{n(x - 2)} {n(y - 6)}h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    }
    return tag("path", {"d": shapes[look.mark], **style})


def stroke(look: Look, x: float, y: float, *, dashed: bool = False) -> str:
    """Draw a short piece of a line, as for a legend."""
    style = {"d": f"M{n(x - 9)} {n(y)}h17", "stroke": look.colour, "stroke-width": 2.4}
    return tag("path", {**style, **({"stroke-dasharray": "5 3.5"} if dashed else {})})


def line(part: Drawn, edge: Edge, path: str, thick: float = 1.5, *, arrow: bool = True) -> str:
    """Draw an edge along a path; pointed at it tells its ends, time, basis and sources."""
    look = part.edge_look(edge)
    names = [str(part.graph.nodes[iri].get("label") or iri) for iri in (edge.source, edge.target)]
    relation = str(edge.data.get("label") or edge.data.get("relation", ""))
    basis = str(edge.data.get("basis", ""))
    sign = "→" if arrow else "—"
    told = [f"{names[0]} — {relation} {sign} {names[1]}", edge.period, basis, *_cited(part, edge)]
    about = {
        "class": f"edge {basis}".strip(),
        "data-id": edge.id,
        "data-source": edge.source,
        "data-target": edge.target,
        "data-key": edge.key,
        "data-start": edge.data.get("start", ""),
        "data-end": edge.data.get("end", ""),
    }
    style = {"class": "line", "d": path, "stroke": look.colour, "stroke-width": n(thick)}
    head = {"marker-end": f"url(#head-{look.colour[1:]})"} if arrow else {}
    title = tag("title", {}, escape("\n".join(filter(None, told))))
    hit = tag("path", {"class": "hit", "d": path})
    return tag("g", about, title + hit + tag("path", {**style, **head})) + "\n"


def _cited(part: Drawn, edge: Edge) -> list[str]:
    infos = part.graph.graph.get("sources", {})
    names = [
        infos[iri].title if iri in infos else shorten(iri) for iri in edge.data.get("sources", ())
    ]
    return [f"Source: {name}" for name in names]


def node(part: Drawn, iri: str, content: str) -> str:
    """Draw a node: a link around what is drawn of it, which tells what it is."""
    data = part.graph.nodes[iri]
    about = [plain(str(data.get(key, ""))) for key in _TOLD]
    told = [str(data.get("label") or iri), ", ".join(filter(None, about)), iri]
    kind = "node focus" if iri == part.graph.graph.get("focus") else "node"
    link = {"class": kind, "href": iri, "target": "_blank", "data-iri": iri}
    return tag("a", link, tag("title", {}, escape("\n".join(told))) + content) + "\n"


def language(part: Drawn, iri: str) -> dict[str, str]:
    """Give the attribute for the language of a node's name, if it is known."""
    lang = part.graph.nodes[iri].get("lang", "")
    return {"lang": lang} if lang else {}
