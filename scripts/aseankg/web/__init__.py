"""The explorer and the endpoint: pages, SPARQL and REST over one graph, read only.

A module of pages names its `routes`; `app` puts them together.
"""
