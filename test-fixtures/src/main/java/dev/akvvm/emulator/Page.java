package dev.akvvm.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a list: at most 25 items, and a link to the next page on the same host. */
final class Page {
  private static final int MOST = 25;

  private Page() {}

  static <T> Response of(Request request, List<T> all, Function<T, ObjectNode> item) {
    int size;
    int start;
    try {
      size = request.parameter("maxresults").map(Integer::parseInt).orElse(MOST);
      start = request.parameter("$skiptoken").map(Page::start).orElse(0);
    } catch (IllegalArgumentException e) {
      return VaultErrors.badParameter("maxresults or $skiptoken is not valid: " + e.getMessage());
    }
    if (size < 1 || size > MOST) {
      return VaultErrors.badParameter("maxresults must be between 1 and 25.");
    }
    int from = Math.min(start, all.size());
    int to = Math.min(from + size, all.size());
    ObjectNode page = Json.object();
    ArrayNode items = page.putArray("value");
    all.subList(from, to).forEach(each -> items.add(item.apply(each)));
    page.put(
        "nextLink",
        Optional.of(to)
            .filter(next -> next < all.size())
            .map(next -> link(request, next, size))
            .orElse(null));
    return Response.json(200, page);
  }

  private static String link(Request request, int next, int size) {
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("next:" + next).getBytes(StandardCharsets.UTF_8));
    return "https://%s%s?api-version=%s&$skiptoken=%s&maxresults=%d"
        .formatted(
            request.host(),
            request.path(),
            request.parameter("api-version").orElse(""),
            token,
            size);
  }

  private static int start(String token) {
    String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    int start = Integer.parseInt(text.replaceFirst("^next:", ""));
    if (start < 0) {
      throw new IllegalArgumentException("negative");
    }
    return start;
  }
}
