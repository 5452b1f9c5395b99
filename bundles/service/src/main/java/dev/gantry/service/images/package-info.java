/// Images, and waiting for a collection after one is deleted.
@NullMarked
package dev.gantry.service.images;

import org.jspecify.annotations.NullMarked;
