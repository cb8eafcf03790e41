"""All SQL of the centre: migrations, queries, connections and the feed of changes."""
