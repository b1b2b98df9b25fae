"""The model as data: ontology, shapes, vocabularies, and the names the code uses for them."""
