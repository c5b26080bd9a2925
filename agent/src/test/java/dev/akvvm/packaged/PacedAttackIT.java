package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Races that are narrow, with the agent in slow motion: between each two of its system calls the
 * owner of the store exchanges one kind of name for one kind of thing, or changes it back.
 */
@Tag("nightly")
@Timeout(300)
@OnMachine
final class PacedAttackIT {
  private static final int MILLISECONDS = 5;
  private static final long SOME = 20;

  @TempDir private Path folder;
  private final AttackedMachine attacked;

  PacedAttackIT(AttackedMachine attacked) {
    this.attacked = attacked;
  }

  @ParameterizedTest(name = "{0}: {1} for {2}")
  @CsvSource({
    // A file of the attacker's with the right content, which root might take for its own.
    "combined, version, twin",
    // Another store's version, or foreign keys, which might be opened to the attacker.
    "certbot, version, foreign",
    // Old versions for folders of others, from which files might be removed.
    "certbot, old, foreign"
  })
  void race_inSlowMotion_harmsNobodyElse(String layout, String slots, String things) {
    victims(layout);
    int old = slots.equals("old") ? 2 : 0;
    race(new Race(attacked), "--slots=" + slots, "--things=" + things, "--plant=" + old);
  }

  /** The same where the short races, at full speed, find their way too. */
  @ParameterizedTest(name = "{0}: {1} for {2}")
  @CsvSource({
    "combined, version, foreign, false",
    "combined, temporary, twin, true",
    "certbot, store, folder, true",
    "combined, parent, folder, true"
  })
  void moreRaces_inSlowMotion_harmNobodyElse(
      String layout, String slots, String things, boolean isRenewed) {
    Placed[] victims = victims(layout);
    Race race = isRenewed ? new Race(attacked, victims) : new Race(attacked);
    race(race, "--slots=" + slots, "--things=" + things);
  }

  /** Several, so that each poll takes many steps. */
  private Placed[] victims(String layout) {
    Placed[] victims =
        Stream.of("victim", "victim2", "victim3", "victim4")
            .map(name -> Placed.in(Attacker.STORE, name).as(layout).readBy(Attacker.NAME))
            .map(each -> each.with("retainedVersions", 0))
            .toArray(Placed[]::new);
    for (Placed each : victims) {
      attacked.create(each.name());
    }
    attacked.enable(victims);
    return victims;
  }

  private void race(Race race, String... options) {
    List<Long> agent = attacked.javas();
    List<String> line = new ArrayList<>(List.of("--pause=2,12", "--storm=0.5"));
    line.addAll(List.of(options));
    try (SlowMotion slow =
        new SlowMotion(attacked.machine(), agent, MILLISECONDS, folder.resolve("strace"))) {
      race.run(folder.resolve("race"), line.toArray(String[]::new));
      slow.assertGoesOn();
    }
    attacked.assertUnharmed();
    race.assertWasOne(SOME);
    assertEquals(agent, attacked.javas(), "the agent did not live through " + race);
  }
}
