package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 40 certificates with 100 long names each: more than the kernel lets one variable hold. */
record ManyNames(Machine machine, PackageFolder handler) {
  private static final int CERTIFICATES = 40;
  private static final String PROGRAM = "/usr/local/sbin/note-names";

  private static final String ISSUE =
      """
      mkdir /run/many && cd /run/many
      rest=$(printf %040d 0).$(printf %040d 0).example.com
      for c in $(seq 10 49); do
        names=$(seq -s, -f "DNS:c$c-%03.0f-$rest" 100)
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 300 -subj /CN=c$c \\
          -addext "subjectAltName=$names" -keyout c$c.pem -out cert 2>/dev/null
        cat cert >>c$c.pem
      done
      """;

  /** What the program tells of each list, and that the names are those of the certificates. */
  private static final String NOTE =
      """
      {
        echo "${RENEWED_DOMAINS-unset} ${AKVVM_RENEWED_FILE-unset}"
        stat -c '%a %U' "$RENEWED_DOMAINS_FILE"
        sort -u "$RENEWED_DOMAINS_FILE" | grep -c '^c[1-4][0-9]-.*example.com$'
        echo $AKVVM_RENEWED | wc -w
        echo $AKVVM_VERSIONS | wc -w
        echo "$AKVVM_LINKS" | wc -l
        echo "$RENEWED_LINEAGE"
      } >>\
      """;

  void assertNoted() {
    machine.output("sh", "-ec", ISSUE);
    Actions actions = new Actions(machine);
    actions.program(PROGRAM, NOTE + Actions.LOG);
    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    for (int i = 0; i < CERTIFICATES; i++) {
      String name = "c" + (10 + i);
      String pem = machine.read("/run/many/" + name + ".pem");
      machine.azure().secret(name, pem.replace("\n", "\\n"));
      wanted.put(name, Map.of("run", List.of(PROGRAM)));
    }
    handler.settings(0, Actions.settings(3600, wanted));
    handler.run(0, "enable").output();
    handler.awaitSubstatus(0, "c49", "success: version ");
    actions.await(
        "unset unset", "600 root", "4000", "40", "40", "40", Store.usual(machine).link("c10"));
    assertFalse(actions.exists("/var/lib/akvvm/RENEWED_DOMAINS"));
  }
}
