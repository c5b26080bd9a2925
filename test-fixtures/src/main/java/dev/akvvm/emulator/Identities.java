package dev.akvvm.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The managed identities that the machine has. */
public record Identities(
    Optional<ManagedIdentity> systemAssigned, List<ManagedIdentity> userAssigned) {
  private static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/emulator/providers/";

  public Identities {
    userAssigned = List.copyOf(userAssigned);
  }

  /** No identity at all. */
  public static Identities none() {
    return new Identities(Optional.empty(), List.of());
  }

  /** One system-assigned identity and nothing else: what most machines have. */
  public static Identities system() {
    return new Identities(
        Optional.of(
            new ManagedIdentity(
                "5c0e1a5e-0000-4000-8000-000000000001",
                "5c0e1a5e-0000-4000-8000-00000000000a",
                GROUP + "Microsoft.Compute/virtualMachines/emulated")),
        List.of());
  }

  /**
   * These plus one more user-assigned identity of this name and client id; the other ids follow
   * from the name.
   */
  public Identities withUser(String name, String clientId) {
    List<ManagedIdentity> more = new ArrayList<>(userAssigned);
    String resourceId = GROUP + "Microsoft.ManagedIdentity/userAssignedIdentities/" + name;
    more.add(
        new ManagedIdentity(
            clientId, new UUID(0x5c0e_1a5e_0000_4000L, name.hashCode()).toString(), resourceId));
    return new Identities(systemAssigned, more);
  }
}
