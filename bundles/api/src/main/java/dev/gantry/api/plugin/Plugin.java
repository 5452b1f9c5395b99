package dev.gantry.api.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/// Names a plugin. Put on a Declarative Services component that provides a [Registration], it
/// becomes the service's properties, so that the name is known before any code of the plugin runs,
/// and a `gantry.plugin` capability of the bundle.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Capability(namespace = "gantry.plugin")
@org.osgi.service.component.annotations.ComponentPropertyType
public @interface Plugin {
  /// Goes before the names of the service properties.
  String PREFIX_ = "gantry.plugin.";

  /// One of [PluginTypes].
  @Attribute
  String type();

  /// Unique within the type.
  @Attribute
  String id();
}
