"""The screens in which an application is filled in and handed in."""
