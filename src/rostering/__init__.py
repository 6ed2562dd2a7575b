"""Weekly police rosters that keep hotspot promises, staff hubs and share patrol in proportion to need."""

__version__ = "0.1.0"
