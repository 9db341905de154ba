package io.spillway.harness.driver.balancer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of servers, so that each routing key has its share whatever the number of its servers.
 */
public final class Weights {

  private Weights() {}

  /**
   * {@return the least weights of the servers that give each key its share exactly, in the order of
   * the keys; a key of weight 0 has no server}
   *
   * @param weights by routing key, each at least 0
   * @param servers by routing key, for each of the keys
   */
  public static Map<Way, Long> exact(Map<String, Integer> weights, Map<String, List<Way>> servers) {
    long common = 1;
    for (String key : weights.keySet()) {
      common = lcm(common, Math.max(1, servers.get(key).size()));
    }
    Map<Way, Long> products = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> key : weights.entrySet()) {
      List<Way> ways = servers.get(key.getKey());
      if (key.getValue() > 0) {
        long product = key.getValue() * (common / Math.max(1, ways.size()));
        ways.forEach(way -> products.put(way, product));
      }
    }
    long divisor = products.values().stream().reduce(0L, Weights::gcd);
    products.replaceAll((way, product) -> product / divisor);
    return products;
  }

  /**
   * {@return weights in the same proportions, as large as they may be; rounded, and at least 1,
   * where they are too large}
   *
   * @param weights each at least 1
   * @param most the largest that there may be, at least 1
   */
  public static Map<Way, Long> scaled(Map<Way, Long> weights, int most) {
    long largest = weights.values().stream().mapToLong(Long::longValue).max().orElse(1);
    Map<Way, Long> scaled = new LinkedHashMap<>(weights);
    scaled.replaceAll(
        (way, weight) ->
            largest <= most
                ? weight * (most / largest)
                : Math.max(1, Math.round((double) weight / largest * most)));
    return scaled;
  }

  private static long lcm(long a, long b) {
    return a / gcd(a, b) * b;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
