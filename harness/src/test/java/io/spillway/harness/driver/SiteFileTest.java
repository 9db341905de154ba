package io.spillway.harness.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SiteFileTest {

  @Test
  void documentation_showsASiteFileAsItIsWritten() throws IOException {
    assertThat(Files.readString(Path.of("../docs/drivers.md")))
        .contains("```yaml\n" + SiteFile.yaml(Plans.documented()) + "```");
  }

  @Test
  void json_hasTheSameResourcesAsTheYamlInOneArray() {
    assertThat(SiteFile.json(Plans.west("127.0.0.2", 5671, 30080)))
        .isEqualTo(
            """
            [ {
              "apiVersion" : "skupper.io/v2alpha1",
              "kind" : "Site",
              "metadata" : {
                "name" : "west"
              }
            }, {
              "apiVersion" : "skupper.io/v2alpha1",
              "kind" : "RouterAccess",
              "metadata" : {
                "name" : "links"
              },
              "spec" : {
                "bindHost" : "127.0.0.2",
                "roles" : [ {
                  "name" : "inter-router",
                  "port" : 5671
                } ]
              }
            }, {
              "apiVersion" : "skupper.io/v2alpha1",
              "kind" : "Link",
              "metadata" : {
                "name" : "to-east"
              },
              "spec" : {
                "cost" : 5,
                "endpoints" : [ {
                  "name" : "inter-router",
                  "host" : "127.0.0.9",
                  "port" : 5672
                } ]
              }
            }, {
              "apiVersion" : "skupper.io/v2alpha1",
              "kind" : "Listener",
              "metadata" : {
                "name" : "shop"
              },
              "spec" : {
                "host" : "127.0.0.2",
                "port" : 30080,
                "routingKey" : "shop"
              }
            }, {
              "apiVersion" : "skupper.io/v2alpha1",
              "kind" : "Connector",
              "metadata" : {
                "name" : "shop-1"
              },
              "spec" : {
                "host" : "127.0.0.3",
                "port" : 39090,
                "routingKey" : "shop"
              }
            } ]
            """);
  }
}
