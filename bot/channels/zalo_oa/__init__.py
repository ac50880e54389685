"""A Zalo Official Account through its OpenAPI (v3 messages, OAuth v4).

`account.open_oa` puts the parts together. Every rule about the wire: facts/zalo.md, 3; what nobody
has verified there is handled both ways, or is a setting.
"""
