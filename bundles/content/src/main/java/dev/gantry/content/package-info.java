/// The local content store: blobs in files named by their digest.
@NullMarked
package dev.gantry.content;

import org.jspecify.annotations.NullMarked;
