package io.spillway.router.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a reload has changed.
 *
 * @param changes what is different from before; empty if nothing is
 */
public record ReloadResult(List<Change> changes) {

  /** Copies the list. */
  public ReloadResult {
    changes = List.copyOf(changes);
  }

  /** What was done with a resource. */
  public enum Action {
    /** It is new. */
    @JsonProperty("added")
    ADDED,
    /** It is gone. */
    @JsonProperty("removed")
    REMOVED,
    /** It has another address. */
    @JsonProperty("moved")
    MOVED,
    /** Something else about it is different. */
    @JsonProperty("changed")
    CHANGED
  }

  /**
   * One difference.
   *
   * @param kind the resource's kind, such as {@code Listener}
   * @param name the resource's name
   * @param action what was done with it
   * @param detail the values, before and after
   */
  public record Change(String kind, String name, Action action, String detail) {
    @Override
    public String toString() {
      String done = action.name().toLowerCase(Locale.ROOT);
      return kind + " '" + name + "' " + done + " (" + detail + ")";
    }
  }

  /** {@return all changes in one line} */
  @Override
  public String toString() {
    return changes.isEmpty()
        ? "nothing has changed"
        : changes.stream().map(Change::toString).collect(Collectors.joining("; "));
  }
}
