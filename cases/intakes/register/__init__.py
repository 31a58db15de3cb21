"""The unit's old Excel register of terjaring: read as it is kept, written as it was.

`reader.read_register` turns a file into rows, refusals and warnings; `writer.write_register`
writes a year back in the old columns. Nothing here knows the database.
"""
