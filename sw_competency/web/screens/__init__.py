"""The screens: one file each, with a template of the same name in `templates/web/`; others come by entry point."""
