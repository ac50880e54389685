"""Measurements: each figure stands beside a baseline of the same run on the same machine."""
