package dev.gantry.api.types;

import dev.gantry.api.errors.Fault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A content digest as OCI writes it, `algorithm:hex`; always valid.
///
/// @param algorithm one of the known algorithms
/// @param hex lower case, of the algorithm's exact length
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
  /// The known algorithms.
  public enum Algorithm {
    SHA256("sha256", "SHA-256", 64),
    SHA384("sha384", "SHA-384", 96),
    SHA512("sha512", "SHA-512", 128);

    private final String id;
    private final String javaName;
    private final int hexLength;

    Algorithm(String id, String javaName, int hexLength) {
      this.id = id;
      this.javaName = javaName;
      this.hexLength = hexLength;
    }

    /// The name OCI uses, such as `sha256`.
    public String id() {
      return id;
    }

    /// A new hash of this algorithm, owned by the caller and not safe for two threads.
    public MessageDigest newHash() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw Fault.INTERNAL.because("this JVM has no " + javaName, e);
      }
    }
  }

  public Digest {
    if (hex.length() != algorithm.hexLength || !isLowerHex(hex)) {
      throw Fault.INVALID_ARGUMENT.because(
          "digest \""
              + algorithm.id
              + ":"
              + hex
              + "\" has not "
              + algorithm.hexLength
              + " lower case hexadecimal digits");
    }
  }

  /// Reads `algorithm:hex`.
  ///
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT when it is malformed or of an
  ///   unknown algorithm
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    for (Algorithm algorithm : Algorithm.values()) {
      if (colon > 0 && text.substring(0, colon).equals(algorithm.id)) {
        return new Digest(algorithm, text.substring(colon + 1));
      }
    }
    throw Fault.INVALID_ARGUMENT.because(
        "digest \"" + text + "\" " + (colon > 0 ? "is of no known algorithm" : "has no algorithm"));
  }

  /// The digest of what a hash has seen; the hash is reset.
  public static Digest of(Algorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  private static boolean isLowerHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm.id + ":" + hex;
  }
}
