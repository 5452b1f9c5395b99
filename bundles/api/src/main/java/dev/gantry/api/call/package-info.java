/// Who calls: the namespace, the lease and the patience of one request.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
