/// Content of a namespace, as the metadata database has it.
@NullMarked
package dev.gantry.service.content;

import org.jspecify.annotations.NullMarked;
