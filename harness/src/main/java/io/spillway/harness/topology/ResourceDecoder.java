package io.spillway.harness.topology;

import io.spillway.harness.Suggestion;
import io.spillway.harness.topology.YamlNode.Mapping;
import io.spillway.harness.topology.YamlNode.Scalar;
import io.spillway.harness.topology.YamlNode.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * Turns the documents of one file into declarations. It checks shape and types, and that nothing is
 * there which nobody would heed; values, and what refers to what, are checked by {@link
 * NetworkAssembler}.
 */
final class ResourceDecoder {

  private final String file;
  private final Optional<String> folder;
  private final Declarations declarations;
  private final Problems problems;
  private final Notes notes;

  /**
   * Creates one.
   *
   * @param folder the site that resources without a namespace belong to, if the folder says so
   */
  ResourceDecoder(
      String file,
      Optional<String> folder,
      Declarations declarations,
      Problems problems,
      Notes notes) {
    this.file = file;
    this.folder = folder;
    this.declarations = declarations;
    this.problems = problems;
    this.notes = notes;
  }

  /** Adds what the document declares. */
  void decode(YamlNode document) {
    if (!(document instanceof Mapping mapping)) {
      problems.add(
          new Place(file, document.line()),
          "this is "
              + document.describe()
              + "; a resource is a mapping with apiVersion, kind and metadata");
      return;
    }
    Fields fields = Fields.of(new Fields.Subject(file, title(mapping), problems, notes), mapping);
    Optional<String> kind = fields.text("kind");
    Optional<String> apiVersion = fields.text("apiVersion");
    if (!fields.has("kind")) {
      fields.missing("kind", "known are " + String.join(", ", Kinds.read()));
    } else if (kind.isPresent() && kind.get().equals("List")) {
      items(mapping).forEach(this::decode);
    } else if (kind.isPresent()) {
      if (!fields.has("apiVersion")) {
        String version = Kinds.apiVersionOf(kind.get());
        fields.missing(
            "apiVersion",
            version.equals(Kinds.API_VERSION) ? "Skupper's is " + version : "it is " + version);
      }
      resource(kind.get(), apiVersion, fields);
    }
  }

  private void resource(String kind, Optional<String> apiVersion, Fields fields) {
    switch (Kinds.treatmentOf(kind)) {
      case WITHOUT_EFFECT -> notes.withoutEffect(kind, fields.place());
      case REFUSED -> fields.wrong("kind", "is " + kind + ", " + Kinds.whyRefused(kind));
      case UNKNOWN ->
          fields.wrong(
              "kind", "is " + kind + ", which is unknown" + Suggestion.among(Kinds.read(), kind));
      case READ -> {
        String known = Kinds.apiVersionOf(kind);
        if (apiVersion.isPresent() && !apiVersion.get().equals(known)) {
          fields.wrong("apiVersion", "is " + apiVersion.get() + "; Spillway reads " + known);
        } else {
          read(kind, fields);
        }
      }
    }
  }

  private void read(String kind, Fields fields) {
    Optional<Metadata> metadata = Metadata.read(fields, kind, folder);
    // Where the metadata is mistaken the rest is read all the same, for its own mistakes.
    Metadata assumed = metadata.orElse(Metadata.NONE);
    Origin origin = new Origin(kind, assumed.name(), fields.place(), fields.places());
    Optional<Declared> declared = new SpecDecoder(fields, assumed, origin).decode();
    fields.withoutEffect(kind, "status");
    fields.refuseOthers();
    if (metadata.isPresent()) {
      declarations.site(assumed.site(), fields.place());
      declared.ifPresent(declarations::add);
    }
  }

  /** Whether the document, or one in it, says which namespace it is of. */
  static boolean hasNamespace(YamlNode document) {
    if (!(document instanceof Mapping mapping)) {
      return false;
    }
    YamlNode.Field metadata = mapping.fields().get("metadata");
    return (metadata != null
            && metadata.value() instanceof Mapping inner
            && inner.fields().containsKey("namespace"))
        || items(mapping).stream().anyMatch(ResourceDecoder::hasNamespace);
  }

  private static List<YamlNode> items(Mapping list) {
    YamlNode.Field items = list.fields().get("items");
    return items != null && items.value() instanceof Sequence sequence
        ? sequence.items()
        : List.of();
  }

  /** What messages call a resource: its kind and name, as far as it has them. */
  private static String title(Mapping resource) {
    String kind = textOf(resource, "kind").orElse("resource");
    YamlNode.Field metadata = resource.fields().get("metadata");
    Optional<String> name =
        metadata != null && metadata.value() instanceof Mapping inner
            ? textOf(inner, "name")
            : Optional.empty();
    return name.map(known -> kind + " " + known).orElse(kind);
  }

  private static Optional<String> textOf(Mapping mapping, String name) {
    YamlNode.Field field = mapping.fields().get(name);
    return field != null && field.value() instanceof Scalar scalar && !scalar.text().isEmpty()
        ? Optional.of(scalar.text())
        : Optional.empty();
  }
}
