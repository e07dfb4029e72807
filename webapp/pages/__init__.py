"""The pages that belong to no single feature: front, dashboards, help, health, the demo's post."""
