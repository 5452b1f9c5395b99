package dev.gantry.runtime.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.runc.v1.CheckpointOptions;
import dev.gantry.proto.runc.v1.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuncOptionsTest {
  @Test
  void whatIsRightIsRead() {
    Options options = Options.newBuilder().setCriuImagePath("/images").build();
    CheckpointOptions checkpoint = CheckpointOptions.newBuilder().setImagePath("/there").build();

    assertEquals(
        options,
        RuncOptions.creation(
            "r", new TypedValue("containerd.runc.v1.Options", options.toByteArray())));
    assertEquals(
        checkpoint,
        RuncOptions.checkpoint(
            "r",
            new TypedValue(
                "type.googleapis.com/containerd.runc.v1.CheckpointOptions",
                checkpoint.toByteArray())));
    assertEquals(Options.getDefaultInstance(), RuncOptions.creation("r", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no.such.Type", "containerd.runc.v1.CheckpointOptions"})
  void othersAreRefused(String type) {
    GantryException e =
        assertThrows(
            GantryException.class,
            () -> RuncOptions.creation("run", new TypedValue(type, new byte[0])));

    assertEquals(Fault.UNKNOWN, e.fault());
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("invalid task create option for run"),
        e.getMessage());
  }

  @Test
  void whatCannotBeReadIsRefused() {
    TypedValue broken = new TypedValue("containerd.runc.v1.Options", new byte[] {-1});

    assertEquals(
        Fault.UNKNOWN,
        assertThrows(GantryException.class, () -> RuncOptions.creation("r", broken)).fault());
  }
}
