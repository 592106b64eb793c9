"""Report → str, one module per format; renderers share `escape`, `layout` and `words` and nothing else."""
