/// A layer as a stream: from its blob through decompression and processors to its digest.
@NullMarked
package dev.gantry.differ.stream;

import org.jspecify.annotations.NullMarked;
