"""One module per verb: gather, decide, return; nothing here prints."""
