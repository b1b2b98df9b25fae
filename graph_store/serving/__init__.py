"""How a release is asked by many at once: host process, readers, lanes. `README.md` says which is which."""
