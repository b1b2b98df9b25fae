"""What this server says of itself, with the numbers of the release: the dataset (VoID, DCAT), the endpoint.

`dataset` and `endpoint` write the statements, `said` holds them and what is kept of them for each release.
"""
