def write_reference(path):
    path.write_text("")
