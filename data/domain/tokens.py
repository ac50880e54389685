"""Random codes that let somebody in: of each, only its digest is kept.

Source: OWASP ASVS 5.0 (6.5.2): who reads the database, or a copy of it, comes in nowhere.
"""

import hashlib


def hash_of(token: str) -> str:
    """Return what is stored of a random token or code: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()
