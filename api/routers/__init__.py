"""The paths of the HTTP app, by what they are about."""
