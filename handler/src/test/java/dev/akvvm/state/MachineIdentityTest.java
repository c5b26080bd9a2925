package dev.akvvm.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.state.MachineIdentity.Sign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By what a machine is told from its copies. */
final class MachineIdentityTest {
  private static final String UUID = "D0DF4C54-4ECB-4A4B-9954-5BDF3ED5C3B8";
  private static final String SWAPPED = "544cdfd0-cb4e-4b4a-9954-5bdf3ed5c3b8";
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";

  @TempDir private Path root;

  @Test
  void of_machineWithBoth_bothAreDigests() throws IOException {
    String text = machine(UUID, ID).text();
    assertTrue(text.matches("product-uuid=[0-9a-f]{64}\nmachine-id=[0-9a-f]{64}\n"), text);
    assertFalse(text.contains(ID), text);
    assertEquals(machine(UUID, ID), MachineIdentity.parse(text));
  }

  @Test
  void differences_sameMachine_none() throws IOException {
    assertEquals(List.of(), machine(UUID, ID).differences(machine(UUID, ID)));
    assertFalse(machine(UUID, ID).isOtherThan(machine(UUID, ID)));
  }

  @Test
  void differences_bytesOfTheUuidAreSwapped_none() throws IOException {
    assertEquals(List.of(), machine(UUID, ID).differences(machine(SWAPPED, ID)));
  }

  @Test
  void differences_copyOfADiskWithAnotherVmId_isAnotherMachine() throws IOException {
    MachineIdentity golden = machine(UUID, ID);
    MachineIdentity copy = machine(UUID.replace('D', 'E'), ID);
    assertEquals(List.of(Sign.PRODUCT_UUID), copy.differences(golden));
    assertTrue(copy.isOtherThan(golden));
  }

  @Test
  void differences_machineIdWasMadeAnew_stateIsDroppedButMachineIsTheSame() throws IOException {
    MachineIdentity before = machine(UUID, ID);
    MachineIdentity after = machine(UUID, OTHER_ID);
    assertEquals(List.of(Sign.MACHINE_ID), after.differences(before));
    assertFalse(after.isOtherThan(before));
  }

  @Test
  void differences_noHardwareNumber_machineIdDecides() throws IOException {
    assertTrue(machine("", OTHER_ID).isOtherThan(machine(UUID, ID)));
    assertTrue(machine(UUID, OTHER_ID).isOtherThan(machine("", ID)));
  }

  /** What a machine has, or shows, only at times must not make each start look foreign. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "uninitialized", "00000000000000000000000000000000", "0123", "not a number"})
  void of_machineIdThatIsNone_isNoSign(String id) throws IOException {
    assertEquals(Set.of(Sign.PRODUCT_UUID), machine(UUID, id).signs().keySet());
    assertEquals(List.of(), machine(UUID, id).differences(machine(UUID, ID)));
    assertEquals(List.of(), machine("", id).differences(machine(UUID, ID)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "Not Settable"
      })
  void of_productUuidThatIsNone_isNoSign(String uuid) throws IOException {
    assertEquals(Set.of(Sign.MACHINE_ID), machine(uuid, ID).signs().keySet());
  }

  @Test
  void of_machineIdOfThisBootOnly_isNoSign() throws IOException {
    file(
        "proc/self/mountinfo",
        """
        22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        80 22 0:24 /machine-id /etc/machine-id ro,relatime shared:9 - tmpfs tmpfs rw,mode=755
        """);
    assertEquals(Set.of(Sign.PRODUCT_UUID), machine(UUID, ID).signs().keySet());
  }

  @Test
  void of_machineIdMountedFromADisk_isASign() throws IOException {
    file(
        "proc/self/mountinfo",
        "80 22 254:0 /ids/1 /etc/machine-id ro,relatime shared:9 - ext4 /dev/vda rw\n");
    assertEquals(Set.of(Sign.MACHINE_ID), machine("", ID).signs().keySet());
  }

  @Test
  void parse_somethingElse_noSigns() {
    assertEquals(
        Set.of(), MachineIdentity.parse("machine-id=x\n\u0000 hello=1\n").signs().keySet());
  }

  private MachineIdentity machine(String uuid, String id) throws IOException {
    file("sys/class/dmi/id/product_uuid", uuid + "\n");
    file("etc/machine-id", id + "\n");
    return MachineIdentity.of(root);
  }

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
