"""Tables whose cells the format states, or bars in the text."""
