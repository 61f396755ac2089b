"""Reference files of CMS and the FDA: read, checked, kept as our own text tables, looked up by code and date.

`store.Reference` answers look-ups and needs the standard library only; `importer.import_files` reads newer files.
"""
