"""Files of word processors: Word, OpenDocument, RTF."""
