package dev.akvvm;

import dev.akvvm.settings.ObservedCertificate;
import dev.akvvm.settings.ObservedCertificate.Content;
import dev.akvvm.settings.ObservedCertificate.Encoding;
import dev.akvvm.settings.ObservedCertificate.OnDisabled;
import dev.akvvm.settings.SecretIdentifier;
import dev.akvvm.sync.CertificateRefresher;
import dev.akvvm.sync.CertificateState;
import dev.akvvm.sync.Failure;
import dev.akvvm.sync.PollPolicy;
import dev.akvvm.sync.Synchronizer;
import dev.akvvm.testing.FakePolicyReader;
import dev.akvvm.testing.FakeRenewalActions;
import dev.akvvm.testing.FakeVault;
import dev.akvvm.testing.Observed;
import dev.akvvm.testing.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be wrong with plain secrets and authorities. */
final class ProvokedSecretFailures {
  private final FakeVault vault = new FakeVault();
  private final ObservedCertificate db;
  private final Path folder;

  private ProvokedSecretFailures(Path folder) {
    this.folder = folder;
    this.db = Observed.certificate("contoso", "db", folder.resolve("store"));
  }

  static List<String> all(Path folder) {
    ProvokedSecretFailures failures = new ProvokedSecretFailures(folder);
    List<String> messages = new ArrayList<>(failures.ofTheVault());
    Content raw = new Content.PlainSecret(Encoding.RAW);
    messages.add(failures.of(new Content.PlainSecret(Encoding.BASE64), "hunter2!"));
    messages.add(failures.of(raw, "half \ud83d"));
    messages.add(failures.of(raw, "x".repeat(2 << 20)));
    Map<String, SecretIdentifier> variables =
        Map.of("A", failures.db.secret(), "B", failures.db.secret());
    messages.add(failures.of(new Content.EnvFile(new TreeMap<>(variables)), "a\0b"));
    messages.add(failures.of(new Content.EnvFile(new TreeMap<>(variables)), "x".repeat(1 << 19)));
    messages.add(failures.of(new Content.CaBundle(), "hunter2"));
    return messages;
  }

  private List<String> ofTheVault() {
    Content raw = new Content.PlainSecret(Encoding.RAW);
    String missing = reason(Observed.of(raw, db));
    ObservedCertificate pinned =
        new ObservedCertificate(
            new SecretIdentifier(db.vault(), "db", Optional.of("0".repeat(32))),
            OnDisabled.FAIL,
            Optional.empty(),
            Observed.of(raw, db).placement(),
            raw,
            db.onRenewal());
    vault.disable("api");
    ObservedCertificate api =
        Observed.of(raw, Observed.certificate("contoso", "api", folder.resolve("store")));
    return List.of(missing, reason(pinned), reason(api));
  }

  private String of(Content content, String value) {
    vault.setSecret("db", value);
    return reason(Observed.of(content, db));
  }

  private String reason(ObservedCertificate observed) {
    List<ObservedCertificate> all = List.of(observed);
    CertificateState state =
        new Synchronizer(
                all,
                new CertificateRefresher(vault, new FakePolicyReader(), Stores.in(folder, all)),
                new FakeRenewalActions(),
                PollPolicy.of(Duration.ofHours(1), 0),
                Clock.systemUTC(),
                Optional.empty(),
                true)
            .run()
            .state(observed);
    return state.failure().map(Failure::reason).orElse("");
  }
}
