/// Content in namespaces: blobs and ingests over one backend that knows none.
@NullMarked
package dev.gantry.metadata.content;

import org.jspecify.annotations.NullMarked;
