package dev.akvvm.summary;

import static dev.akvvm.summary.Summaries.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What people see. */
final class SummaryTextTest {
  private static final CertificateSummary WEB =
      Summaries.with(
          Summaries.certificate("contoso/web", 90),
          Optional.empty(),
          List.of(),
          List.of(
              new ActionSummary(
                  "reload of nginx.service",
                  ActionSummary.State.DONE,
                  Optional.of(NOON.minusSeconds(59)),
                  "")));

  @Test
  void lines_worstFirst_eachCauseOnce() {
    Optional<String> denied = Optional.of("access denied; give the identity the role");
    CertificateSummary old =
        Summaries.with(Summaries.certificate("contoso/old", -3), denied, List.of(), List.of());

    assertEquals(
        """
        agent: running since 2026-11-27T12:00:00Z; settings 3; version 3.0.0
        polls: every 3600 s; last at 11:59:00Z; next at 12:59:00Z; identity: the machine's own
        CERTIFICATE  STATE      DAYS LEFT  VERSION   KEY       LINK                    READERS           SERVICES
        contoso/old  expired    -3         01234567  RSA 2048  /etc/certs/contoso.old  root, user nginx  -
        contoso/api  failing    -          -         -         /etc/certs/contoso.api  root              -
        contoso/ex   unmanaged  20         01234567  RSA 2048  /etc/certs/contoso.ex   root              -
        contoso/web  current    90         01234567  RSA 2048  /etc/certs/contoso.web  root, user nginx  reload of nginx.service at 11:59:01Z
        contoso/old, contoso/api: access denied; give the identity the role
        """,
        text(
            Summaries.of(
                WEB,
                old,
                Summaries.missing("contoso/api", denied),
                Summaries.unmanaged("contoso/ex")),
            true));
  }

  @Test
  void lines_manyWithOneCause_namesSome() {
    CertificateSummary[] all = new CertificateSummary[40];
    for (int i = 0; i < all.length; i++) {
      all[i] = Summaries.missing("contoso/c" + i, Optional.of("no token"));
    }

    assertEquals(
        "contoso/c0, contoso/c1, contoso/c2, contoso/c3, contoso/c4 and 35 more: no token",
        List.of(text(Summaries.of(all), true).split("\n", -1)).get(43));
  }

  @Test
  void lines_notesThatAreTheSame_areSaidOnce() {
    String renewal = "renewal expected around 2027-01-01";
    CertificateSummary web = Summaries.certificate("contoso/web", 90);
    CertificateSummary noted = Summaries.noted(Summaries.certificate("contoso/api", 90), renewal);
    CertificateSummary alike = Summaries.noted(Summaries.certificate("contoso/db", 90), renewal);

    assertEquals(
        "contoso/api, contoso/db: renewal expected around 2027-01-01",
        text(Summaries.of(web, noted, alike), true).lines().toList().getLast());
  }

  @Test
  void lines_twoHundredCertificates_haveOneLineEachInStraightColumns() {
    CertificateSummary[] all = new CertificateSummary[200];
    for (int i = 0; i < all.length; i++) {
      all[i] = Summaries.certificate("contoso/" + "c".repeat(1 + i % 40) + i, 9 * i);
    }

    List<String> table = text(Summaries.of(all), true).lines().skip(2).toList();

    assertEquals(201, table.size());
    int state = table.getFirst().indexOf("STATE");
    int link = table.getFirst().indexOf("LINK");
    for (String row : table.subList(1, table.size())) {
      assertEquals("current ", row.substring(state, state + 8), row);
      assertEquals(" /etc/certs/", row.substring(link - 1, link + 11), row);
    }
  }

  @Test
  void lines_validForEver_hasNoDaysLeft() {
    CertificateSummary web = Summaries.certificate("contoso/web", 90);
    CertificateSummary secret =
        new CertificateSummary(
            "contoso/word",
            web.link(),
            true,
            Optional.of(
                new CertificateSummary.Installed(
                    "0".repeat(32), Optional.empty(), NOON, CertificateSummary.Installed.NO_END)),
            web.readers(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());

    String row = text(Summaries.of(secret), true).lines().skip(3).findFirst().orElseThrow();
    assertTrue(row.startsWith("contoso/word  current  -          00000000  -    /"), row);
  }

  @Test
  void lines_agentStopped_saysSoFirst() {
    String text = text(Summaries.of(WEB), false);

    assertEquals(
        """
        agent: not running; what follows is of 12:00:00Z
        polls: every 3600 s; last at 11:59:00Z; next at -; identity: the machine's own
        """,
        text.lines().limit(2).map(line -> line + "\n").collect(Collectors.joining()));
  }

  @Test
  void lines_agentThatCannotWork_saysWhy() {
    MachineSummary well = Summaries.of(WEB);
    MachineSummary unable =
        new MachineSummary(
            NOON,
            well.agent(),
            well.polls(),
            Optional.of("3.settings: no such file"),
            well.certificates());

    assertEquals(
        "the agent cannot work: 3.settings: no such file",
        text(unable, true).lines().skip(2).findFirst().orElseThrow());
  }

  @Test
  void lines_actionsOfAllKinds_areToldApart() {
    CertificateSummary busy =
        Summaries.with(
            Summaries.certificate("contoso/web", 90),
            Optional.empty(),
            List.of(),
            List.of(
                new ActionSummary(
                    "reload of a.service",
                    ActionSummary.State.FAILING,
                    Optional.empty(),
                    "it hurts"),
                new ActionSummary(
                    "run of /bin/b", ActionSummary.State.RUNNING, Optional.empty(), "since noon"),
                new ActionSummary(
                    "hook /etc/c",
                    ActionSummary.State.DONE,
                    Optional.of(NOON.minus(3, ChronoUnit.DAYS)),
                    "")));

    String text = text(Summaries.of(busy), true);

    String row = text.lines().skip(3).findFirst().orElseThrow();
    assertTrue(
        row.endsWith(
            "  reload of a.service failing, run of /bin/b running, hook /etc/c at"
                + " 2026-11-26T12:00:00Z"),
        row);
    assertEquals("contoso/web: it hurts", text.lines().skip(4).findFirst().orElseThrow());
  }

  private static String text(MachineSummary summary, boolean isRunning) {
    return SummaryText.lines(summary, isRunning, NOON)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
