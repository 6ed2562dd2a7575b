"""``python -m rostering``: the same as the command ``rostering``."""

from rostering.cli import main

main()
