"""What the end-to-end tests share: real nodes, a stub of the rest of the fediverse, a browser-like client."""
