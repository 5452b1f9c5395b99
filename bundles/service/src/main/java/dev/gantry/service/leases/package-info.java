/// Leases with made-up ids, and waiting for a collection after one is deleted.
@NullMarked
package dev.gantry.service.leases;

import org.jspecify.annotations.NullMarked;
