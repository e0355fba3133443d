"""Every type of page of the explorer by the route that answers it, with the states it has."""

from __future__ import annotations

from aseankg.web.app import MODULES

# The route -> what to visit; a new route fails a test until it stands here or below.
PAGES: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/about": ("/about",),
    "/changes": ("/changes",),
    "/code/{name:path}": ("/code/role", "/code/role-lead"),
    "/contradictions": ("/contradictions",),
    "/coverage": ("/coverage",),
    "/duties/{name:path}": ("/duties/vn-moha", "/duties/vn-molisa?as_of=2025-03-02"),
    "/flows": ("/flows",),
    "/graph": ("/graph?lines=300",),
    "/graph/{name}": ("/graph/people-posts-institutions?country=viet-nam",),
    "/id/{name:path}": (
        *("/id/vn-moha", "/id/viet-nam", "/id/ascc-sp-goal-4", "/id/do-thanh-binh"),
        *("/id/vn-molisa--merged-into--vn-moha", "/id/asean-summit-46?as_of=2025-05-26"),
    ),
    "/ns": ("/ns",),
    "/ns/{name:path}": ("/ns/Institution",),
    "/names": ("/names",),
    "/names/{kind}": ("/names/Project",),
    "/plans": ("/plans",),
    "/plans/{name:path}": ("/plans/ascc-strategic-plan-2026-2035",),
    "/questions": ("/questions",),
    "/questions/{name}": (
        "/questions/what-an-institution-owes",
        "/questions/what-an-institution-owes?institution=vn-moha",
        "/questions/what-an-institution-owes?institution=nobody",
        "/questions/what-falls-due-by-a-date?by=1990",
        "/questions/what-falls-due-by-a-date?by=2030&embed=1",
    ),
    "/rule/{name}": ("/rule/inheritance",),
    "/rules": ("/rules",),
    "/rules/{name}": ("/rules/TenureOverlapShape",),
    "/search": ("/search", "/search?q=labour", "/search?q=zzzz"),
    "/source/{name:path}": ("/source/nhansu-qd155",),
    "/sources": ("/sources",),
    "/sparql": (
        "/sparql",
        "/sparql?format=html&query=SELECT+%3Fs+%7B+%3Fs+a+akg%3ACountry+%7D",
        "/sparql?format=html&query=SELECT+nothing",
    ),
    "/times": ("/times",),
    "/why/id/{name:path}": ("/why/id/vn-moha--lead--almm--inherited-from--vn-molisa",),
}
REFUSED = {  # what is answered with something else than 200
    "/id/nobody-has-this-id": 404,
    "/nothing-is-here": 404,
    "/source/editorial": 404,
    "/questions/what-an-institution-owes?institution=nobody": 400,
    "/sparql?format=html&query=SELECT+nothing": 400,
}
# Answered for programs: no page, whatever is accepted.
PROGRAMS = {
    *("/api/questions", "/api/questions/{name}", "/api/openapi.json", "/context.jsonld"),
    *("/healthz", "/readyz", "/search.json", "/.well-known/void", "/void", "/dump/aseankg.nq.gz"),
    *("/reconcile", "/reconcile/suggest/entity", "/reconcile/suggest/type"),
    *("/reconcile/suggest/property", "/ns.ttl", "/ns.jsonld", "/ns.nt", "/ns.trig"),
    *("/graph.{suffix}", "/graph/{name}.{suffix}"),
    *("/ns.html", "/query/{name:path}"),  # the same pages under another name
}
ELSEWHERE = {"/changes/{pair:path}": "/changes/v1..v2"}  # looked at in a repository with tags
ALL = list(dict.fromkeys([*(path for paths in PAGES.values() for path in paths), *REFUSED]))
TRANSLATED = (
    ("/id/vn-moha", "vi"),
    ("/questions/what-an-institution-owes?institution=vn-moha", "id"),
    ("/duties/vn-moha", "vi"),
)


def routes() -> set[str]:
    """Give the routes of the application."""
    return {str(getattr(route, "path", "")) for module in MODULES for route in module.routes}


def told(path: str, lang: str) -> str:
    """Give the address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"
