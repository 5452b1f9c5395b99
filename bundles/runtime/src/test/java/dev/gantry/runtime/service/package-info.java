@org.jspecify.annotations.NullMarked
package dev.gantry.runtime.service;
