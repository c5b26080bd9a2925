package dev.akvvm.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.akvvm.state.RunningAgent;
import dev.akvvm.waagent.SequenceNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the doctor gives its checks of identity and vaults, and what it says of it. */
final class AgentEnvironmentTest {
  @Test
  void of_process_itsVariablesButThoseForJava() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sleep", "60");
    builder.environment().clear();
    builder.environment().put("HTTPS_PROXY", "http://proxy:3128/?a=b");
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Dx");
    Process process = builder.start();
    try {
      AgentEnvironment found = AgentEnvironment.of(agent(process.pid()));
      assertEquals(Map.of("HTTPS_PROXY", "http://proxy:3128/?a=b"), found.variables());

      Map<String, String> program = new HashMap<>(Map.of("SSL_CERT_FILE", "/here"));
      found.give(program);
      assertEquals(Map.of("HTTPS_PROXY", "http://proxy:3128/?a=b", "LC_ALL", "C.UTF-8"), program);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertEquals(Map.of(), AgentEnvironment.of(agent(process.pid())).variables());
  }

  @Test
  void compareWith_whatCountsAndWhatDoesNot_isNamedWithoutValues() {
    AgentEnvironment agents =
        new AgentEnvironment(
            Map.of("https_proxy", "http://p", "AZURE_CLIENT_SECRET", "hunter2", "PATH", "/bin"));
    assertEquals(
        List.of(
            "ok      environment: as the agent has it, with AZURE_CLIENT_SECRET, https_proxy",
            "note    environment: SSL_CERT_FILE, https_proxy: set here, but not so for the agent,"
                + " so it does not count"),
        said(agents, Map.of("https_proxy", "http://q", "SSL_CERT_FILE", "/x", "HOME", "/root")));
    assertEquals(
        List.of(),
        said(new AgentEnvironment(Map.of("PATH", "/bin", "AZURE_GUEST_AGENT_X", "1")), Map.of()));
  }

  private static List<String> said(AgentEnvironment agents, Map<String, String> here) {
    List<String> lines = new ArrayList<>();
    agents.compareWith(here, finding -> lines.add(finding.toString()));
    return lines;
  }

  private static RunningAgent agent(long pid) {
    return new RunningAgent(pid, new SequenceNumber(0), Path.of("/nowhere"));
  }
}
