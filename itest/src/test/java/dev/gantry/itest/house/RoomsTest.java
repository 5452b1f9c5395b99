package dev.gantry.itest.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a manifest cannot say: which packages of one bundle may know each other, and what only one
/// room may touch.
class RoomsTest {
  private static JavaClasses classes;

  private static final ArchRule FOREIGN_ONLY_IN_LINUX =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.gantry.linux..", "dev.gantry.itest..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .importPaths(
                List.of(
                        "api",
                        "linux",
                        "store",
                        "compress",
                        "ttrpc",
                        "registry",
                        "config",
                        "server",
                        "deploy",
                        "content",
                        "snapshotter-native",
                        "snapshotter-overlayfs",
                        "differ",
                        "metadata",
                        "gc",
                        "events",
                        "service",
                        "grpc",
                        "runtime",
                        "restart",
                        "proxy",
                        "shell")
                    .stream()
                    .map(room -> House.CHECKOUT.resolve("bundles/" + room + "/target/classes"))
                    .toList());
    assertTrue(classes.size() > 300, "only " + classes.size() + " classes were read");
  }

  @Test
  void onlyLinuxCallsForeignCode() {
    FOREIGN_ONLY_IN_LINUX.check(classes);
  }

  @Test
  void servicesAreFreeOfEachOther() {
    slices().matching("dev.gantry.service.(*)..").should().notDependOnEachOther().check(classes);
  }

  @Test
  void grpcPluginsAreFreeOfEachOther() {
    slices()
        .matching("dev.gantry.grpc.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage("dev.gantry.grpc.wire"))
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.gantry.(*).(**)").should().beFreeOfCycles().check(classes);
  }
}
