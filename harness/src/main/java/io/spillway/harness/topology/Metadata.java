package io.spillway.harness.topology;

import io.spillway.harness.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a resource's {@code metadata} says.
 *
 * @param site its namespace, or else the folder of its file
 * @param name its name
 * @param annotations those with a meaning, by name
 * @param labels those with a meaning, by name
 */
record Metadata(
    String site, String name, Map<String, String> annotations, Map<String, String> labels) {

  /** What begins so has a meaning, or is a mistake; anything else is not Spillway's business. */
  private static final List<String> PREFIXES =
      List.of(Annotations.PREFIX, Annotations.FAILOVER_PREFIX);

  /** Fields that Kubernetes allows or fills in, and that change no routing. */
  private static final String[] WITHOUT_EFFECT = {
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid"
  };

  /** For a resource whose own is mistaken, so that its other fields can still be read. */
  static final Metadata NONE = new Metadata("", "", Map.of(), Map.of());

  Metadata {
    annotations = Map.copyOf(annotations);
    labels = Map.copyOf(labels);
  }

  /**
   * The metadata; nothing if the resource's site or name is not to be found, which is a problem.
   *
   * @param folder the site that the file's folder stands for, if it does
   */
  static Optional<Metadata> read(Fields document, String kind, Optional<String> folder) {
    Optional<Fields> metadata = document.mapping("metadata");
    if (metadata.isEmpty()) {
      if (!document.has("metadata")) {
        document.missing("metadata", "every resource has one, with a name");
      }
      return Optional.empty();
    }
    Fields fields = metadata.get();
    Optional<String> name = fields.text("name");
    if (!fields.has("name")) {
      fields.missing("name", "every resource has one");
    }
    Optional<String> site = fields.text("namespace").or(() -> folder);
    if (site.isEmpty() && !fields.has("namespace")) {
      fields.missing(
          "namespace",
          "name the resource's site there, or put the file into a folder with the site's name");
    }
    Map<String, String> annotations =
        fields
            .mapping("annotations")
            .map(inner -> meant(inner, kind, "annotation", Kinds.annotationsOf(kind)))
            .orElseGet(Map::of);
    Map<String, String> labels = labels(fields, kind);
    fields.withoutEffect(kind, WITHOUT_EFFECT);
    fields.refuseOthers();
    return name.isPresent() && site.isPresent()
        ? Optional.of(new Metadata(site.get(), name.get(), annotations, labels))
        : Optional.empty();
  }

  private static Map<String, String> labels(Fields metadata, String kind) {
    List<String> known = Kinds.labelsOf(kind);
    if (known.isEmpty()) {
      metadata.withoutEffect(kind, "labels");
      return Map.of();
    }
    return metadata
        .mapping("labels")
        .map(inner -> meant(inner, kind, "label", known))
        .orElseGet(Map::of);
  }

  private static Map<String, String> meant(
      Fields fields, String kind, String what, List<String> allowed) {
    Map<String, String> meant = new LinkedHashMap<>();
    for (String name : fields.names()) {
      if (PREFIXES.stream().noneMatch(name::startsWith)) {
        continue;
      }
      if (allowed.contains(name)) {
        fields.text(name).ifPresent(text -> meant.put(name, text));
      } else {
        fields.wrong(
            name,
            "is not known on a "
                + kind
                + (allowed.isEmpty()
                    ? "; Spillway has no " + what + " for it"
                    : Suggestion.among(allowed, name)));
      }
    }
    return meant;
  }
}
