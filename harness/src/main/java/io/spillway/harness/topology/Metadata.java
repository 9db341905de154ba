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
 * @param annotations Spillway's own, by name
 */
record Metadata(String site, String name, Map<String, String> annotations) {

  /** Fields that Kubernetes allows or fills in, and that change no routing. */
  private static final String[] WITHOUT_EFFECT = {
    "labels",
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
  static final Metadata NONE = new Metadata("", "", Map.of());

  Metadata {
    annotations = Map.copyOf(annotations);
  }

  /**
   * The metadata; nothing if the resource's site or name is not to be found, which is a problem.
   *
   * @param folder the site that the file's folder stands for, if it does
   * @param allowed those of Spillway's annotations that this kind can have
   */
  static Optional<Metadata> read(
      Fields document, String kind, Optional<String> folder, List<String> allowed) {
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
        fields.mapping("annotations").map(inner -> own(inner, kind, allowed)).orElseGet(Map::of);
    fields.withoutEffect(kind, WITHOUT_EFFECT);
    fields.refuseOthers();
    return name.isPresent() && site.isPresent()
        ? Optional.of(new Metadata(site.get(), name.get(), annotations))
        : Optional.empty();
  }

  private static Map<String, String> own(Fields annotations, String kind, List<String> allowed) {
    Map<String, String> own = new LinkedHashMap<>();
    for (String name : annotations.names()) {
      if (!name.startsWith(Annotations.PREFIX)) {
        continue;
      }
      if (allowed.contains(name)) {
        annotations.text(name).ifPresent(text -> own.put(name, text));
      } else {
        annotations.wrong(
            name,
            "is not known on a "
                + kind
                + (allowed.isEmpty()
                    ? "; Spillway has no annotation for it"
                    : Suggestion.among(allowed, name)));
      }
    }
    return own;
  }
}
