package dev.gantry.service.leases;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/// Makes up ids of leases: the nanoseconds of the moment and four random characters, as clients
/// that make their own do.
final class LeaseIds {
  private final SecureRandom random = new SecureRandom();

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // The fraction alone is wanted.
  String next() {
    byte[] bytes = new byte[3];
    random.nextBytes(bytes);
    return Instant.now().getNano() + "-" + Base64.getUrlEncoder().encodeToString(bytes);
  }
}
