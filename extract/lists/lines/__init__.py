"""Tables in running text: rows and cells told by lines, numbers and the words of cells."""
