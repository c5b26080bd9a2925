package dev.akvvm.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineJitterTest {
  @TempDir private Path folder;

  @Test
  void fraction_sameMachine_isAlwaysTheSame() throws Exception {
    Path id = Files.writeString(folder.resolve("id"), "4c4c4544-0051\n");
    assertEquals(MachineJitter.fraction(List.of(id)), MachineJitter.fraction(List.of(id)));
  }

  @Test
  void fraction_manyMachines_spreadsOverTheWholeRange() throws Exception {
    int[] tenths = new int[10];
    for (int i = 0; i < 1000; i++) {
      Path id = Files.writeString(folder.resolve("id"), "machine-" + i);
      tenths[(int) (MachineJitter.fraction(List.of(id)) * 10)]++;
    }
    for (int count : tenths) {
      assertTrue(count > 50, "one tenth of the range holds " + count + " of 1000 machines");
    }
  }

  @Test
  void fraction_missingIds_makesDoWithTheRest() throws Exception {
    Path id = Files.writeString(folder.resolve("id"), "a");
    Path missing = folder.resolve("missing");
    assertEquals(MachineJitter.fraction(List.of(id)), MachineJitter.fraction(List.of(missing, id)));
    assertNotEquals(0.0, MachineJitter.fraction(List.of(id)));
  }
}
