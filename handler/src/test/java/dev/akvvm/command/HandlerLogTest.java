package dev.akvvm.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.akvvm.service.ServiceManager;
import dev.akvvm.text.PrintableWriter;
import dev.akvvm.waagent.StatusReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is left of an error that nobody expected: a line for operators, the place for others. */
final class HandlerLogTest {
  private final Waagent waagent;

  HandlerLogTest(@TempDir Path folder) throws IOException {
    waagent = new Waagent(folder);
  }

  @AfterEach
  void endAgents() {
    waagent.close();
  }

  @Test
  void enable_internalError_oneLineForOperatorsAndTheTraceInTheLog() throws Exception {
    waagent.settings(5);
    StringWriter said = new StringWriter();
    CommandLine line = Main.commandLine(with(new Broken()));
    line.setErr(new PrintableWriter(said));

    assertEquals(52, line.execute("enable"));

    String reason = "internal error: java.lang.IllegalStateException: broken\\u001b[2J\\nagain";
    assertEquals(reason + "\n", said.toString());
    StatusReport status = waagent.status(5).orElseThrow();
    assertEquals(reason, status.message());
    List<String> log = Files.readAllLines(waagent.logFolder().resolve("akvvm_handler.log"));
    assertEquals("2026-05-01T10:20:30Z: internal error", log.getFirst());
    assertEquals("  java.lang.IllegalStateException: broken\\u001b[2J", log.get(1));
    assertTrue(log.stream().anyMatch(each -> each.startsWith("  at " + Broken.class.getName())));
    assertTrue(log.stream().skip(1).allMatch(each -> each.startsWith("  ")), log.toString());
  }

  @Test
  void enable_expectedFailure_leavesNoTrace() throws Exception {
    waagent.rawSettings(5, "{]");
    assertEquals(53, waagent.run("enable"));
    assertFalse(Files.exists(waagent.logFolder().resolve("akvvm_handler.log")));
  }

  private HandlerContext with(ServiceManager manager) {
    HandlerContext usual = waagent.context();
    return new HandlerContext(
        usual.home(),
        usual.variables(),
        usual.clock(),
        manager,
        usual.timeouts(),
        usual.commandFile(),
        usual.summaryFile());
  }

  /** Has a defect. */
  private static final class Broken implements ServiceManager {
    @Override
    public void start(Start start) {
      throw new IllegalStateException("broken\u001b[2J\nagain");
    }

    @Override
    public boolean fit(Start start) {
      return true;
    }

    @Override
    public void stop() {}

    @Override
    public void startNoMore() {}

    @Override
    public void forget(Path home) {}

    @Override
    public String whereToLook(Start start) {
      return "";
    }
  }
}
