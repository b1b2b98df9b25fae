"""The SPARQL endpoint: one plain ASGI route, since the protocol's parameters are not of FastAPI's form.

`request` reads what the protocol sends, `answering` asks a reader and makes one of the `responses`,
`description` says what the endpoint can do, `openapi` describes the path, `formats` says what can be given
and chooses.
"""
