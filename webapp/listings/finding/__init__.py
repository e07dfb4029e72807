"""Finding listings: words, facets and distances over columns that each process keeps."""
