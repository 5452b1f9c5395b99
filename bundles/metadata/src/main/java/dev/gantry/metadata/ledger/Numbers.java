package dev.gantry.metadata.ledger;

import dev.gantry.metadata.record.Encoder;
import dev.gantry.metadata.record.Fields;

/// Numbers for the keys in backends, none given twice, also after a crash. Safe for any number of
/// threads; not to be asked inside of a transaction.
public final class Numbers {
  /// How many are taken out of the store at once; what is left of them at the end is never given.
  private static final int BLOCK = 1000;

  private final Ledger ledger;
  private long next;
  private long end;

  public Numbers(Ledger ledger) {
    this.ledger = ledger;
  }

  public synchronized long next() {
    if (next == end) {
      next =
          ledger.<Long>system(
              tx -> {
                long first = tx.get(Layout.NUMBER).map(Numbers::read).orElse(1L);
                tx.put(Layout.NUMBER, new Encoder().number(1, first + BLOCK).toBytes());
                return first;
              });
      end = next + BLOCK;
    }
    return next++;
  }

  private static long read(byte[] bytes) {
    return Table.read(Layout.NUMBER, bytes, (Fields in) -> in.number(1));
  }
}
