"""Rules, as plain functions of values. Nothing here touches a machine."""
