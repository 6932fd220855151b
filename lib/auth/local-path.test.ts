import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localPath } from "./local-path";

describe("where the sign-in goes on to", () => {
  it("is a page of ours with its question", () => {
    expect(localPath("/monitoring/messages?status=sent&text=a%2Fb")).toBe(
      "/monitoring/messages?status=sent&text=a%2Fb",
    );
    expect(localPath("/settings?_rsc=1k2j")).toBe("/settings");
  });

  it("is never another site, the sign-in itself or a machine's answer", () => {
    for (const text of [
      ...["//evil.example", "/\\evil.example", "/\t/evil.example", "/.//evil.example", "/a/..//evil.example"],
      ...["https://evil.example", "javascript:alert(1)", "monitoring", "", null, undefined],
      ...["/login", "/login?next=/login", "/setup", "/invite/abc", "/api/auth/signout", `/${"a".repeat(3000)}`],
    ])
      expect([text, localPath(text)]).toEqual([text, null]);
  });

  it("stays on this site whatever is asked for", () => {
    const text = fc.string({ unit: fc.constantFrom(..."/\\.:?#@a\t\n% ") }).map((rest) => `/${rest}`);
    fc.assert(
      fc.property(text, (asked) => {
        const path = localPath(asked);
        if (path !== null) expect(new URL(path, "https://sms.example").host).toBe("sms.example");
      }),
      { numRuns: 2000 },
    );
  });
});
