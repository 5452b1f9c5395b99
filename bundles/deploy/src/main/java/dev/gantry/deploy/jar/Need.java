package dev.gantry.deploy.jar;

import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.wiring.BundleCapability;

/// Something that a bundle does not resolve without.
public sealed interface Need {
  /// The namespace in which it is looked for.
  String namespace();

  boolean isMetBy(BundleCapability capability);

  /// Names it, and what there is instead.
  ///
  /// @param there all capabilities of its namespace
  String missing(Collection<BundleCapability> there);

  /// A package or a bundle of a version.
  ///
  /// @param kind what it is, for people
  /// @param versionKey name of the attribute with the version
  record Versioned(
      String kind, String namespace, String versionKey, String name, VersionRange range)
      implements Need {
    static Versioned ofPackage(Clause clause) throws RefusedException {
      String text = clause.attributes().getOrDefault("version", "0");
      return new Versioned(
          "package", "osgi.wiring.package", "version", clause.name(), range(clause, text));
    }

    static Versioned ofBundle(Clause clause) throws RefusedException {
      String text = clause.attributes().getOrDefault("bundle-version", "0");
      return new Versioned(
          "bundle", "osgi.wiring.bundle", "bundle-version", clause.name(), range(clause, text));
    }

    private static VersionRange range(Clause clause, String text) throws RefusedException {
      try {
        return new VersionRange(text);
      } catch (IllegalArgumentException e) {
        throw new RefusedException(
            "its manifest asks for " + clause.name() + " of version \"" + text + "\": " + e);
      }
    }

    @Override
    public boolean isMetBy(BundleCapability capability) {
      return isNamed(capability) && range.includes(version(capability));
    }

    private boolean isNamed(BundleCapability capability) {
      return name.equals(capability.getAttributes().get(namespace));
    }

    private Version version(BundleCapability capability) {
      return capability.getAttributes().get(versionKey) instanceof Version version
          ? version
          : Version.emptyVersion;
    }

    @Override
    public String missing(Collection<BundleCapability> there) {
      TreeSet<String> found = new TreeSet<>();
      for (BundleCapability capability : there) {
        if (isNamed(capability)) {
          found.add(
              version(capability)
                  + " of "
                  + capability.getRevision().getBundle().getSymbolicName());
        }
      }
      String wanted = kind + " " + name + (isAny() ? "" : " " + range);
      return wanted
          + (found.isEmpty() ? " (nobody has it)" : " (there is " + String.join(", ", found) + ")");
    }

    private boolean isAny() {
      return range.getRight() == null && range.getLeft().equals(Version.emptyVersion);
    }
  }

  /// Any other capability.
  ///
  /// @param filter none when any will do
  record Filtered(String namespace, @Nullable Filter filter) implements Need {
    private static final String JAVA = "osgi.ee";

    static Filtered of(Clause clause) throws RefusedException {
      String text = clause.directives().get("filter");
      try {
        return new Filtered(clause.name(), text == null ? null : FrameworkUtil.createFilter(text));
      } catch (InvalidSyntaxException e) {
        throw new RefusedException("its manifest has a filter that is none: " + e.getMessage());
      }
    }

    @Override
    public boolean isMetBy(BundleCapability capability) {
      return filter == null || filter.matches(capability.getAttributes());
    }

    @Override
    public String missing(Collection<BundleCapability> there) {
      String instead = there.isEmpty() ? "nobody has any" : "nobody has that one";
      if (namespace.equals(JAVA)) {
        instead = "this is Java " + Runtime.version().feature();
      }
      return "capability "
          + namespace
          + (filter == null ? "" : " " + filter)
          + " ("
          + instead
          + ")";
    }
  }
}
