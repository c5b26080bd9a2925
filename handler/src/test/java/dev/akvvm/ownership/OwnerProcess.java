package dev.akvvm.ownership;

import dev.akvvm.files.Access;
import dev.akvvm.files.Accounts;
import dev.akvvm.files.Directory;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.settings.Grant;
import dev.akvvm.settings.Layout;
import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.Placement;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.settings.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Asks for the owners of stores in a Java of its own, for the sake of accounts of its own. */
final class OwnerProcess {
  private OwnerProcess() {}

  /**
   * Prints a line for each pair of arguments: a store, and the grants of its certificates, such as
   * {@code user:app,group:web/user:app} for two, or {@code -} for none.
   */
  public static void main(String[] arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      Path store = Path.of(arguments[i]);
      StoreOwners owners = new StoreOwners(certificates(store, arguments[i + 1]));
      try {
        System.out.println(shown(owners.of(store)) + "\t" + written(owners, store));
      } catch (IOException e) {
        System.out.println(IoReason.of(e) + "\t");
      }
    }
  }

  private static String shown(StoreOwner owner) {
    return switch (owner) {
      case StoreOwner.Root _ -> "root";
      case StoreOwner.User(Accounts.User user) -> "user " + user.name();
      case StoreOwner.Nobody nobody ->
          (nobody.isUsersDoing() ? "user's doing: " : "nobody: ") + nobody;
    };
  }

  /** What comes of it when something is written there. */
  private static String written(StoreOwners owners, Path store) {
    try (OpenStore open = owners.open(store);
        Directory directory = open.make()) {
      directory.replace("written", new byte[1], Access.of(Modes.PRIVATE_FILE));
      return "written as " + Integer.toUnsignedString(open.identity().user());
    } catch (IOException e) {
      return IoReason.of(e);
    }
  }

  private static List<ObservedCertificate> certificates(Path store, String grants) {
    return grants.equals("-")
        ? List.of()
        : Stream.of(grants.split("/", -1)).map(each -> certificate(store, each)).toList();
  }

  private static ObservedCertificate certificate(Path store, String grants) {
    return new ObservedCertificate(
        new SecretIdentifier(new Vault("contoso.vault.azure.net", 443), "web", Optional.empty()),
        Optional.empty(),
        new Placement(
            store,
            "contoso.web",
            Layout.COMBINED,
            Optional.empty(),
            OptionalInt.empty(),
            Stream.of(grants.split(","))
                .filter(each -> each.contains(":"))
                .map(OwnerProcess::grant)
                .toList()));
  }

  private static Grant grant(String text) {
    String[] parts = text.split(":", 2);
    return new Grant(Grant.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1]);
  }
}
