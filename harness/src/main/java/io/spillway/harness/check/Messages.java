package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Receipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What became of messages that clients wrote, by their workload's own account. Immutable once it is
 * made.
 */
final class Messages {

  /** What became of one message. */
  enum Fate {
    /** It came, whole, once, and on its client's own connection. */
    ARRIVED,
    /** Nothing came on its client's connection, and it came on no other. */
    LOST,
    /** What came on its client's connection is no message: cut off, changed or run together. */
    DAMAGED,
    /** Another one came on its client's connection, or it came on another client's. */
    ASTRAY,
    /** It came on more than one connection. */
    DOUBLED
  }

  private final Map<Attempt.Served, Receipt> receipts = new HashMap<>();
  private final Map<Integer, Integer> arrivals = new HashMap<>();

  /**
   * Reads an account.
   *
   * @param account what the workload says that it received, at most once for each connection
   */
  Messages(List<Receipt> account) {
    for (Receipt receipt : account) {
      receipts.put(receipt.by(), receipt);
      receipt.message().ifPresent(message -> arrivals.merge(message, 1, Integer::sum));
    }
  }

  /** {@return what came that is a message, whole} */
  Stream<Receipt> whole() {
    return receipts.values().stream().filter(receipt -> receipt.message().isPresent());
  }

  /** {@return on how many connections this attempt's message came, whole} */
  int arrivals(Attempt attempt) {
    OptionalInt message = attempt.message();
    return message.isPresent() ? arrivals.getOrDefault(message.getAsInt(), 0) : 0;
  }

  /** {@return what became of the message of an attempt that was served and wrote one} */
  Fate fate(Attempt attempt) {
    int arrivals = arrivals(attempt);
    if (arrivals > 1) {
      return Fate.DOUBLED;
    }
    Optional<Receipt> receipt = Optional.ofNullable(receipts.get(attempt.servedBy().orElseThrow()));
    if (receipt.map(Receipt::message).filter(attempt.message()::equals).isPresent()) {
      return Fate.ARRIVED;
    }
    if (arrivals > 0 || receipt.filter(r -> r.message().isPresent()).isPresent()) {
      return Fate.ASTRAY;
    }
    return receipt.isPresent() ? Fate.DAMAGED : Fate.LOST;
  }
}
