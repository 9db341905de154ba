package io.spillway.router.soak;

import java.util.List;
import java.util.function.Predicate;

/** Holds for a census that is the same as the one that was asked about before. */
final class AtRest implements Predicate<List<List<Census>>> {

  private List<List<Census>> earlier = List.of();

  @Override
  public boolean test(List<List<Census>> now) {
    boolean same = now.equals(earlier);
    earlier = now;
    return same;
  }
}
