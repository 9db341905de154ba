package io.spillway.harness.topology;

import io.spillway.harness.topology.NetworkFiles.Source;
import io.spillway.harness.topology.NetworkFiles.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a network from the YAML that its users already have: Skupper's own resources of {@code
 * skupper.io/v2alpha1} and linkerd-failover's TrafficSplits, in one file of many documents or in a
 * folder.
 *
 * <ul>
 *   <li>The site of a resource is its {@code metadata.namespace}, or else the folder of its file:
 *       the one directly below the folder that is read, however deep below that the file lies. A
 *       folder that has no folders, and no resource with a namespace, is itself a site's.
 *   <li>A {@code Link} leads to the site that annotation {@code spillway.dev/to} names, or else
 *       that a host of its endpoints names: a site's name or namespace, whole or as one of the
 *       host's DNS labels; or else to the only other site that there is. An {@code AccessToken} is
 *       a link by the host of its {@code url}.
 *   <li>A {@code TrafficSplit} governs the {@code Listener} of its site whose name, or else host,
 *       is its {@code service}.
 *   <li>A {@code Connector}'s workload is played by a stand-in, unless annotation {@code
 *       spillway.dev/workload: real} says that its {@code host} serves. Further annotations say how
 *       the stand-in behaves, and {@code spillway.dev/replicas: "3"} that there are three, each
 *       with a connector of its own: {@code <name>-1} to {@code <name>-3}.
 *   <li>What changes no routing is accepted, and named once in {@link ReadResult#notes}; what is
 *       unknown is refused.
 * </ul>
 *
 * <p>Stateless.
 */
public final class NetworkReader {

  private NetworkReader() {}

  /**
   * Reads a file, or all {@code .yaml}, {@code .yml} and {@code .json} files in and below a folder
   * in the order of their paths. Hidden files and folders are left out.
   *
   * @param path the file or folder; the network is called like it
   * @return the network, checked
   * @throws NetworkException if the network cannot be used; the message lists every problem
   */
  public static ReadResult read(Path path) {
    Problems problems = new Problems();
    return read(NetworkFiles.read(path, problems), problems);
  }

  /**
   * Reads a network from text, as if it were one file.
   *
   * @param name the network's name; messages call the text {@code <name>.yaml}
   * @param yaml one or more documents
   * @return the network, checked
   * @throws NetworkException if the network cannot be used; the message lists every problem
   */
  public static ReadResult parse(String name, String yaml) {
    return read(NetworkFiles.text(name, yaml), new Problems());
  }

  private static ReadResult read(Sources sources, Problems problems) {
    Notes notes = new Notes();
    Declarations declarations = new Declarations(sources.place());
    if (!problems.isEmpty()) {
      declarations.incomplete();
    }
    Map<Source, List<YamlNode>> documents = new LinkedHashMap<>();
    for (Source file : sources.files()) {
      YamlDocuments parsed = YamlDocuments.parse(file.path(), file.text(), problems);
      documents.put(file, parsed.documents());
      if (!parsed.whole()) {
        declarations.incomplete();
      } else if (parsed.documents().isEmpty()) {
        notes.add(new Place(file.path(), 0), "the file is empty");
      }
    }
    Optional<String> onlySite =
        sources.isFolder() && isOneSite(documents) ? Optional.of(sources.name()) : Optional.empty();
    documents.forEach(
        (file, nodes) -> {
          Optional<String> folder = file.folder().or(() -> onlySite);
          ResourceDecoder decoder =
              new ResourceDecoder(file.path(), folder, declarations, problems, notes);
          nodes.forEach(decoder::decode);
        });
    return NetworkAssembler.assemble(sources.name(), declarations, problems, notes);
  }

  /** Whether the folder that is read is that of one site, rather than one with sites' folders. */
  private static boolean isOneSite(Map<Source, List<YamlNode>> documents) {
    return documents.keySet().stream().allMatch(source -> source.folder().isEmpty())
        && documents.values().stream()
            .flatMap(List::stream)
            .noneMatch(ResourceDecoder::hasNamespace);
  }
}
