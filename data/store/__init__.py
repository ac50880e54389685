"""Rows, outbox, inbox and the event log. Frozen values go out; rows stay inside."""
