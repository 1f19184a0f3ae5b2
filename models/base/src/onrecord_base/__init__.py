"""The weights of the model ``base`` of onrecord. Nothing here needs to be imported: onrecord reads the files."""
