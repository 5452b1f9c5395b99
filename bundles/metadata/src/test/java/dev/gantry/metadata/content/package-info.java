/// Tests of content in namespaces.
@NullMarked
package dev.gantry.metadata.content;

import org.jspecify.annotations.NullMarked;
