"""The lists: projects, documents, obligations, agencies, regions, technologies; filters, a page at a time."""
