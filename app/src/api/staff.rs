//! With a live session: what its member of staff may see and do.
