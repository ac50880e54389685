"""The desk: the lead office's pages, all hung on `shell`."""
