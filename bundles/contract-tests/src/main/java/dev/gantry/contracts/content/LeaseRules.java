package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a call under a lease adds to it and takes from it.
interface LeaseRules extends NamespacedSubject {
  private List<LeaseResource> kept(Call leased) {
    return stores().leases().resources(leased.withoutLease(), leased.lease().orElseThrow());
  }

  private static LeaseResource content(Digest digest) {
    return new LeaseResource("content", digest.toString());
  }

  @Test
  default void anIngestIsInTheLeaseUntilItsBlobIs() {
    Call leased = leased(call());
    byte[] bytes = Blobs.random(10);

    try (ContentWriter writer = Blobs.begin(content(), leased, new Ingest("ref"), bytes)) {
      assertEquals(List.of(new LeaseResource("ingests", "ref")), kept(leased));
      writer.commit(leased, new Commit(10, Blobs.digest(bytes)));
    }

    assertEquals(List.of(content(Blobs.digest(bytes))), kept(leased));
  }

  @Test
  default void anAbortedIngestLeavesTheLease() {
    Call leased = leased(call());
    Blobs.leave(content(), leased, new Ingest("ref"), Blobs.random(10));

    content().abort(leased, "ref");

    assertEquals(List.of(), kept(leased));
  }

  @Test
  default void whatIsThereAlreadyIsAddedWhenItIsOpened() {
    Digest digest = Blobs.write(content(), call(), Blobs.random(10));
    Call leased = leased(call());

    assertFault(
        Fault.ALREADY_EXISTS, () -> content().writer(leased, new Ingest("ref", 10, digest)));

    assertEquals(List.of(content(digest)), kept(leased));
  }

  @Test
  default void whatIsThereAlreadyIsAddedWhenItIsCommitted() {
    byte[] bytes = Blobs.random(10);
    Digest digest = Blobs.write(content(), call(), bytes);
    Call leased = leased(call());

    try (ContentWriter writer = Blobs.begin(content(), leased, new Ingest("ref"), bytes)) {
      assertFault(Fault.ALREADY_EXISTS, () -> writer.commit(leased, new Commit(10, digest)));
    }

    assertEquals(List.of(content(digest)), kept(leased));
  }

  @Test
  default void aDeletedBlobLeavesTheLeaseOfTheCall() {
    Call leased = leased(call());
    Digest gone = Blobs.write(content(), leased, Blobs.random(10));
    Digest stays = Blobs.write(content(), leased, Blobs.random(10));

    content().delete(leased, gone);

    assertEquals(List.of(content(stays)), kept(leased));
  }

  @Test
  default void anUnknownLeaseTakesNothing() {
    Call unknown = call().leasedTo("never");

    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist",
        () -> content().writer(unknown, new Ingest("ref")));

    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "ref"));
  }
}
