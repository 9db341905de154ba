package io.spillway.router.link;

import io.spillway.router.tls.TlsContext;
import java.util.List;
import java.util.Map;

/**
 * What becomes different about the links that this site opens. A link that leads elsewhere from now
 * on is both closed and opened.
 *
 * @param closed the names of links to close; the streams on them break
 * @param opened links to open
 * @param costs new costs by name, of links that are neither closed nor opened; no stream notices
 * @param renewed by name, of links that are neither closed nor opened, with what their connections
 *     are encrypted that are dialled from now on; those that there are, and the streams on them,
 *     stay
 */
public record LinkChanges(
    List<String> closed,
    List<LinkTarget> opened,
    Map<String, Integer> costs,
    Map<String, TlsContext> renewed) {

  /** Copies the lists and the maps. */
  public LinkChanges {
    closed = List.copyOf(closed);
    opened = List.copyOf(opened);
    costs = Map.copyOf(costs);
    renewed = Map.copyOf(renewed);
  }
}
