"""The pages for people: check a draft, take the course, teach it. Rendered here, so that they work without JavaScript; `web/` holds the rest."""
