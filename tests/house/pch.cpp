// Anchor of the precompiled headers: an object library needs one source file.
