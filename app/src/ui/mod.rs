//! Parts of the interface that more than one screen uses.
