"""The reference pages, rendered from what the program itself says: rule book, scenario format, mathematics."""
