"""What leaves the library: one executed notebook in every format."""
