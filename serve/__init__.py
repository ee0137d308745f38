"""The reading room: what the commands do, as pages in a browser on this machine."""
