package dev.akvvm.onrenewal;

import dev.akvvm.settings.ObservedCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells nobody. */
record NoReloads() implements Reloads {
  @Override
  public void remember(ObservedCertificate certificate, Optional<String> from, String to) {}

  @Override
  public void run(
      Function<ObservedCertificate, Optional<CurrentVersion>> shown, boolean isNewPass) {}

  @Override
  public List<ActionState> actions(ObservedCertificate certificate) {
    return List.of();
  }

  @Override
  public Instant next() {
    return Instant.MAX;
  }
}
