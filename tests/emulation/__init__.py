"""What the imitated platforms have in common."""
