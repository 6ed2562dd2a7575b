"""Duties, leave and training from the files of a duty system, into a scenario file that somebody wrote by hand."""
