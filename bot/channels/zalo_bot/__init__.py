"""Zalo through its Bot Platform: a thin client of our own, for no package is good enough.

`account.open_bot` puts the parts together. Nothing about the wire is certain that nobody measured:
what is not, works here either way (docs.zaloplatforms.com/docs/BOT, and what others
measured and wrote down, read on 21/11/2026).
"""
