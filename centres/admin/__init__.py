"""The coordination's desk: the network."""
