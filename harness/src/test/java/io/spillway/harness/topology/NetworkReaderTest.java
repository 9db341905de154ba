package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.topology.Connector.Workload.Real;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkReaderTest {

  @TempDir private Path folder;

  @Test
  void folderPerSite_givesEachFoldersResourcesToItsSite() {
    Network network = NetworkReader.read(example("hello-world")).network();

    assertThat(network)
        .isEqualTo(
            new Network(
                "hello-world",
                List.of(
                    new Site(
                        "east",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                            new Connector("backend", "backend", 8080, new StandIn("app=backend")))),
                    new Site(
                        "west",
                        List.of(new Link("link-east-4d7f1", "east", 5)),
                        List.of(new Listener("backend", "east-backend", 8080, "backend")),
                        List.of(
                            new MultiKeyListener(
                                "shop",
                                "shop",
                                9092,
                                new Strategy.Priority(List.of("backend", "backend-old")))),
                        List.of()))));
  }

  @Test
  void folderPerSite_notesWhatHasNoEffectAndWhatNobodyServes() {
    Path path = example("hello-world");
    String west = path.resolve("west").toString();

    assertThat(NetworkReader.read(path).notes())
        .containsExactly(
            west
                + "/listeners.yml:11: MultiKeyListener shop: no connector of this network serves"
                + " routing key backend-old",
            "Connector spec.includeNotReadyPods is accepted without effect ("
                + path
                + "/east/connector.yaml:8)",
            "Site spec.linkAccess is accepted without effect (" + path + "/east/site.yaml:6)",
            "Link spec.tlsCredentials is accepted without effect (" + west + "/link.yaml:17)",
            "Secret is accepted without effect (" + west + "/link.yaml:19)");
  }

  @Test
  void namespacesInOneFile_giveEachResourceToItsSite() {
    Network network = NetworkReader.read(example("three-sites.yaml")).network();

    assertThat(network)
        .isEqualTo(
            new Network(
                "three-sites",
                List.of(
                    new Site(
                        "shop-west",
                        List.of(
                            new Link("to-east", "shop-east", OptionalInt.empty()),
                            new Link("to-cloud", "shop-cloud", 99999)),
                        List.of(),
                        List.of(
                            new MultiKeyListener(
                                "cart",
                                "cart",
                                9095,
                                new Strategy.Weighted(Map.of("cart-east", 25, "cart-cloud", 75)))),
                        List.of()),
                    new Site(
                        "shop-east",
                        List.of(new Link("backup", "shop-cloud", 40)),
                        List.of(),
                        List.of(),
                        List.of(
                            new Connector(
                                "cart-east", "cart-east", 8080, new StandIn("app=cart")))),
                    new Site(
                        "shop-cloud",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                            new Connector(
                                "cart-cloud", "cart-cloud", 8081, new Real("127.0.0.1")))))));
  }

  @Test
  void whatHasNoEffect_isNamedOnceHoweverOftenItOccurs() {
    ReadResult result =
        NetworkReader.parse(
            "net",
            """
            {apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: a, namespace: a}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: one, namespace: a}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: two, namespace: a}}
            ---
            {apiVersion: skupper.io/v2alpha1, kind: RouterAccess, spec: {roles: []}}
            """);

    assertThat(result.notes())
        .containsExactly(
            "Secret is accepted without effect (net.yaml:3 and 1 more)",
            "RouterAccess is accepted without effect (net.yaml:7)");
  }

  @Test
  void weights_keepTheOrderOfTheFile() {
    Network network = NetworkReader.read(example("three-sites.yaml")).network();

    assertThat(network.site("shop-west").multiKeyListeners().get(0).strategy().routingKeys())
        .containsExactly("cart-east", "cart-cloud");
  }

  @Test
  void folderOfOneSite_isCalledLikeTheFolder() throws IOException {
    Path local = Files.createDirectory(folder.resolve("local"));
    Files.writeString(local.resolve("my-site.yaml"), site("my-site"));
    Files.writeString(
        local.resolve("connector.json"),
        """
        {"apiVersion": "skupper.io/v2alpha1", "kind": "Connector",
         "metadata": {"name": "db"}, "spec": {"host": "localhost", "port": 5432}}
        """);

    assertThat(NetworkReader.read(local).network())
        .isEqualTo(
            new Network(
                "local",
                List.of(
                    new Site(
                        "local",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Connector("db", "db", 5432, new StandIn("localhost")))))));
  }

  @Test
  void skuppersOwnLayout_deepFoldersBelongToTheSiteOnTop() throws IOException {
    for (String name : List.of("east", "west")) {
      Path resources = Files.createDirectories(folder.resolve(name).resolve("input/resources"));
      Files.writeString(resources.resolve("Site-" + name + ".yaml"), site(name));
    }
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve(".git/config.yaml"), "not: [ours");
    Files.writeString(folder.resolve("README.md"), "# Not ours");

    assertThat(NetworkReader.read(folder).network().sites())
        .extracting(Site::name)
        .containsExactly("east", "west");
  }

  @Test
  void namespace_goesBeforeTheFolder() throws IOException {
    Path east = Files.createDirectory(folder.resolve("east"));
    Files.writeString(
        east.resolve("site.yaml"),
        "{apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: x, namespace: west}}");

    assertThat(NetworkReader.read(folder).network().sites())
        .extracting(Site::name)
        .containsExactly("west");
  }

  @Test
  void kindList_isReadItemByItem() {
    Network network =
        NetworkReader.parse(
                "net",
                """
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: skupper.io/v2alpha1
                    kind: Site
                    metadata: {name: west, namespace: west}
                  - apiVersion: skupper.io/v2alpha1
                    kind: Connector
                    metadata: {name: db, namespace: west}
                    spec: {host: db, port: 5432}
                """)
            .network();

    assertThat(network.site("west").connectors()).extracting(Connector::name).containsExactly("db");
  }

  @Test
  void siteWithoutResource_isNotedWhereOthersHaveOne() {
    ReadResult result =
        NetworkReader.parse(
            "net",
            """
            apiVersion: skupper.io/v2alpha1
            kind: Site
            metadata: {name: west, namespace: west}
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata: {name: db, namespace: wset}
            spec: {host: db, port: 5432}
            """);

    assertThat(result.notes())
        .containsExactly(
            "net.yaml:5: site wset has no Site resource; those that have one are west",
            "net.yaml:1: site west has no link to or from another site",
            "net.yaml:5: site wset has no link to or from another site");
  }

  @Test
  void emptyFileAmongOthers_isNoted() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "# nothing here yet\n");
    Files.writeString(folder.resolve("b.yaml"), site("b"));

    assertThat(NetworkReader.read(folder).notes())
        .containsExactly(folder.resolve("a.yaml") + ": the file is empty");
  }

  @Test
  void status_isAcceptedWithoutEffect() {
    ReadResult result =
        NetworkReader.parse(
            "net",
            """
            apiVersion: skupper.io/v2alpha1
            kind: Site
            metadata:
              name: west
              namespace: west
              uid: 2f1e
              labels: {team: shop}
              annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
            status: {status: Ready, sitesInNetwork: 2, conditions: [{type: Ready}]}
            """);

    assertThat(result.notes())
        .containsExactly(
            "Site metadata.labels is accepted without effect (net.yaml:7)",
            "Site metadata.uid is accepted without effect (net.yaml:6)",
            "Site status is accepted without effect (net.yaml:9)");
  }

  private static String site(String name) {
    return "apiVersion: skupper.io/v2alpha1\nkind: Site\nmetadata:\n  name: " + name + "\n";
  }

  static Path example(String name) {
    try {
      return Path.of(NetworkReaderTest.class.getResource("/networks/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
