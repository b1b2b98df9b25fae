"""The Model Context Protocol: catalogue, search, entities, SPARQL and the ontology for programs that ask."""
