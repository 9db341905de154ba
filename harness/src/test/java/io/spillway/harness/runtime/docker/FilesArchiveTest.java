package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

final class FilesArchiveTest {

  @Test
  void folder_canBeWrittenIntoByAnyUser_andItsFilesReadByAny() throws IOException {
    assertThat(entries(FilesArchive.ofFolder("spillway", Map.of("a.cfg", "x", "b.cfg", "y"))))
        .containsExactly("spillway/ 777 ", "spillway/a.cfg 644 x", "spillway/b.cfg 644 y");
  }

  @Test
  void filesAlone_lieAtTheTop() throws IOException {
    assertThat(entries(FilesArchive.of(Map.of("site.yaml", "kind: Site"))))
        .containsExactly("site.yaml 644 kind: Site");
  }

  private static List<String> entries(byte[] archive) throws IOException {
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        String text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        entries.add("%s %o %s".formatted(each.getName(), each.getMode() & 0777, text));
      }
    }
    return entries;
  }
}
