"""How the Bedfordshire scenarios are made.

Two steps, each repeatable. ``python -m scenarios.derive.figures DATA_FOLDER`` counts open crime data into
``scenarios/data/bedfordshire_demand.yaml``. ``python -m scenarios.derive.week`` adds illustrative people, duties and
hub sessions to those figures and writes ``scenarios/bedfordshire.yaml`` and ``scenarios/bedfordshire-stretched.yaml``.
"""
