package io.spillway.harness.topology;

import java.util.List;

/**
 * A network, and what whoever declared it should know.
 *
 * @param network the network, checked
 * @param notes what is accepted without effect, each kind and field once; sites that were worked
 *     out rather than named; routing keys that nobody serves. Empty for most networks
 */
public record ReadResult(Network network, List<String> notes) {

  /** Copies the list. */
  public ReadResult {
    notes = List.copyOf(notes);
  }
}
