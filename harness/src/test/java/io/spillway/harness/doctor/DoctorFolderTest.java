package io.spillway.harness.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorFolderTest {

  @TempDir Path temp;

  @Test
  void whatSitesLeft_liesInAFolderOfTheExaminationsName() {
    Path kept = keep(DoctorFolder.prepare(temp));

    assertThat(kept).isEqualTo(temp.resolve("serves-a-client"));
    assertThat(kept.resolve("complaint.txt")).hasContent("it does not");
    assertThat(kept.resolve("network.yaml")).content().contains("kind: Site", "name: west");
    assertThat(kept.resolve("west.site.yaml")).hasContent("kind: Site");
    assertThat(kept.resolve("west.log")).hasContent("ready");
  }

  @Test
  void whatAnEarlierDoctorLeft_isRemoved() {
    Path kept = keep(DoctorFolder.prepare(temp));

    DoctorFolder.prepare(temp);

    assertThat(kept).doesNotExist();
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void folderWithSomethingElseInIt_isRefusedAndStaysAsItIs() throws IOException {
    Path kept = keep(DoctorFolder.prepare(temp));
    Path mine = Files.createDirectory(temp.resolve("src"));

    assertThatThrownBy(() -> DoctorFolder.prepare(temp))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(mine + " is not of an earlier run")
        .hasMessageEndingWith("name another one with --folder");
    assertThat(mine).exists();
    assertThat(kept.resolve("west.log")).exists();
  }

  @Test
  void folderThatCannotBeWritten_costsNoMoreThanWhatWouldLieThere() throws IOException {
    DoctorFolder folder = DoctorFolder.prepare(temp);
    Files.writeString(temp.resolve("serves-a-client"), "in the way");

    assertThat(folder.keep("serves a client", "it does not", network(), Map.of())).isEmpty();
  }

  private static Path keep(DoctorFolder folder) {
    var files = new SiteFiles(Map.of("site.yaml", "kind: Site"), "ready\n");
    return folder
        .keep("serves a client", "it does not", network(), Map.of("west", files))
        .orElseThrow();
  }

  private static Network network() {
    NetworkBuilder network = NetworkBuilder.network("small");
    network.site("west").listener("shop", 8080, "shop").connector("shop", "shop", 9090);
    return network.build();
  }
}
