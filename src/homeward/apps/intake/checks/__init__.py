"""Checks of rows: one function a file, of the file's name, and one test each.

A check takes the rows that still stand and the world they come into (plain data, no database) and yields
pairs of row and problem. The problem is written for the person who sent the file: what is wrong in which column,
and what to do. An error leaves the row out; a warning needs a person's tick before the row is loaded.
"""
