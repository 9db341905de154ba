package io.spillway.router.config;

import java.util.Optional;

/**
 * The metadata of a resource.
 *
 * @param name its name; empty if it has none, which has been reported
 * @param labels its labels
 * @param annotations its annotations
 */
record Metadata(Optional<String> name, Fields labels, Fields annotations) {

  /** What Kubernetes fills in. */
  private static final String[] OF_KUBERNETES = {
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

  /** Reads the metadata of a resource. */
  static Metadata read(Fields resource) {
    Optional<Fields> metadata = resource.mapping("metadata", "Add metadata with a name");
    Optional<String> name = metadata.flatMap(m -> m.text("name", "Give the resource a name"));
    Fields owner = metadata.orElse(resource);
    String remedy = "Write names and texts";
    Metadata read =
        new Metadata(
            name,
            owner.optionalMapping("labels", remedy),
            owner.optionalMapping("annotations", remedy));
    metadata.ifPresent(
        m -> {
          m.accept("namespace"); // where the resource came from; it does not change routing
          m.ignore(OF_KUBERNETES);
          m.finish();
        });
    return read;
  }
}
