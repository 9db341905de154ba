package io.spillway.harness.history;

import java.util.OptionalInt;

/**
 * What a workload received on one connection, by its own account, which no router has touched.
 * Connections on which nothing came have none.
 *
 * @param by the workload, and its number for the connection
 * @param bytes how many bytes came, at least 1
 * @param message the number of the message if that is what came, whole, with the bulk behind it
 *     where the workload expects one, and nothing else; empty if the bytes are anything else
 */
public record Receipt(Attempt.Served by, long bytes, OptionalInt message) {

  /** Refuses a receipt of nothing. */
  public Receipt {
    if (bytes < 1) {
      throw new IllegalArgumentException(by + " received " + bytes + " bytes, must be at least 1");
    }
  }
}
