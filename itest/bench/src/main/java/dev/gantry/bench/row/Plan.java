package dev.gantry.bench.row;

/// How much is measured.
///
/// @param rounds of every row, 0 for what each row thinks right
/// @param quick tiny sizes and one round, to see that the bench itself works
public record Plan(int rounds, boolean quick) {
  public int rounds(int usual) {
    return rounds > 0 ? rounds : size(usual, 1);
  }

  public int size(int usual, int tiny) {
    return quick ? tiny : usual;
  }
}
