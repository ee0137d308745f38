"""A language model as second reader: it is asked over the network, and believed only as far as
its quotations stand in the texts."""
