/// Compares two trees and writes what changed as an archive.
@NullMarked
package dev.gantry.differ.compare;

import org.jspecify.annotations.NullMarked;
