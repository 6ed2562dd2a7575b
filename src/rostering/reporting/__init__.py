"""Pages people look at: one self-contained HTML file for each audience, from a scenario and a plan alone.

Deciding what is on a page (plain views, one module each) is apart from drawing it (charts, templates).
"""

from rostering.reporting.charts import curves
from rostering.reporting.findings import Audience, Findings, find
from rostering.reporting.pages import report_page, stress_page
from rostering.reporting.secrecy import Told, telling_titles

__all__ = ["Audience", "Findings", "Told", "curves", "find", "report_page", "stress_page", "telling_titles"]
