"""Tables without rules whose pieces have places: columns by places on the line, rows by heights."""
