package io.spillway.harness.fault.toxiproxy;

import io.spillway.harness.fault.Fault.Direction;
import java.util.Map;

/**
 * A toxic as it stands on a proxy: a value, replaced as a whole when the toxic is updated.
 *
 * @param id what this toxic keeps through updates; unique within its proxy
 * @param version how often it was updated
 * @param name unique within its proxy
 * @param type what it does
 * @param stream the direction as the request wrote it, in whatever case
 * @param direction the direction on which it acts
 * @param toxicity the share of connections on which it acts, 0 to 1
 * @param attributes a value for each name in {@link ToxicType#attributes()}
 */
record ToxicSpec(
    long id,
    long version,
    String name,
    ToxicType type,
    String stream,
    Direction direction,
    float toxicity,
    Map<String, Long> attributes) {

  ToxicSpec {
    attributes = Map.copyOf(attributes);
  }

  /** {@return the value of an attribute of this toxic's type, not below 0} */
  long attribute(String attribute) {
    return Math.max(0, attributes.get(attribute));
  }

  /** {@return the same toxic with other settings} */
  ToxicSpec updated(float newToxicity, Map<String, Long> newAttributes) {
    return new ToxicSpec(
        id, version + 1, name, type, stream, direction, newToxicity, newAttributes);
  }
}
