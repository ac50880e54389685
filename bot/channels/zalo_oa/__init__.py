"""A Zalo Official Account through its OpenAPI (v3 messages, OAuth v4).

`account.open_oa` puts the parts together. Source of the rules about the wire: Zalo's documents
(developers.zalo.me) and the code of others who call it, read on 21/11/2026. What nobody has verified
is handled both ways, or is a setting: `docs/zalo-oa.md`, 9.
"""
