"""Documents of an office as editable DOCX, in the form of Nghị định 30/2020/NĐ-CP.

`paper` is the page and what is written on it, `decree` the parts that the decree asks for, `tables`
tables of any length. The rest writes one kind of document each.
"""
