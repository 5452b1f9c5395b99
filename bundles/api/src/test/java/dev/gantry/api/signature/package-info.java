/// Holds the exported packages against the committed list of what they offer.
@NullMarked
package dev.gantry.api.signature;

import org.jspecify.annotations.NullMarked;
