"""A place that somebody sent from their phone, as a document that can be kept as evidence.

Source: RFC 7946 (GeoJSON): a Feature with a Point; coordinates are longitude, then latitude.
"""

import json
import math
from datetime import datetime
from typing import Any

from data.domain.localtime import local
from data.domain.messages import Place


def is_on_earth(place: Place) -> bool:
    """Return whether the coordinates can be: platforms pass on what a phone says."""
    return (
        math.isfinite(place.latitude)
        and math.isfinite(place.longitude)
        and abs(place.latitude) <= 90
        and abs(place.longitude) <= 180
    )


def name_of_place(sent_at: datetime) -> str:
    """Return the file name: "vi-tri-0912.geojson"."""
    return f"vi-tri-{local(sent_at):%H%M}.geojson"


def document_of_place(place: Place, sent_at: datetime, source: str) -> bytes:
    """Return the GeoJSON Feature. `source` is the channel that it came by."""
    properties: dict[str, Any] = {
        "sent_at": local(sent_at).isoformat(timespec="seconds"),
        "source": source,
    }
    if place.accuracy is not None and math.isfinite(place.accuracy):
        properties["accuracy_m"] = place.accuracy
    if place.name:
        properties["name"] = place.name
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": properties,
    }
    return json.dumps(feature, ensure_ascii=False, indent=2).encode("utf-8", "replace")
