/// Tasks of containers, as clients use them.
@NullMarked
package dev.gantry.runtime.service;

import org.jspecify.annotations.NullMarked;
