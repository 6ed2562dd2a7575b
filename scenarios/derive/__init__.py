"""How the Bedfordshire scenarios and the quarter of a team are made.

Two steps, each repeatable. ``rostering hotspots`` with ``scenarios/data/bedfordshire_method.yaml`` chooses places and
counts demand from open crime data into ``scenarios/data/bedfordshire_demand.yaml`` (docs/how-hotspots-are-chosen.md has
the command). ``python -m scenarios.derive.week`` adds illustrative people, duties and
hub sessions to those figures and writes ``scenarios/bedfordshire.yaml`` and ``scenarios/bedfordshire-stretched.yaml``;
``python -m scenarios.derive.county`` writes ``scenarios/bedfordshire-quarter.yaml``, thirteen weeks of the same people
with nothing published. ``python -m scenarios.derive.team`` writes ``scenarios/team-quarter.yaml``, which uses no
figures.
"""
