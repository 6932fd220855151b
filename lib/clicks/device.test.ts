import fc from "fast-check";
import { expect, test } from "vitest";
import { readDevice } from "./device";
import agents from "./fixtures/user-agents.json";

const [h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11] = agents.people as string[];

test.each([
  [h1, "iPhone", "iOS", "Safari"],
  [h2, "iPhone", "iOS", "Safari"],
  [h3, "Android", "Android", "Chrome"],
  [h4, "Google", "Android", "Chrome"],
  [h5, "Samsung", "Android", "Samsung Internet"],
  [h6, "Huawei", "Android", "Huawei Browser"],
  [h7, "Android", "Android", "MIUI Browser"],
  [h8, "Android", "Android", "Firefox"],
  [h9, "iPhone", "iOS", "Instagram"],
  [h10, "iPhone", "iOS", "Facebook"],
  [h11, "iPhone", "iOS", "Google"],
])("a phone: %s", (userAgent = "", device, system, browser) => {
  expect(readDevice(userAgent)).toEqual({ kind: "phone", device, system, browser });
});

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/97.0.4692.99 Safari/537.36",
    "PC",
    "Windows",
    "Chrome",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "PC", "Linux", "Firefox"],
  ["Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "PC", "Ubuntu", "Firefox"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mac",
    "macOS",
    "Safari",
  ],
  [
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36",
    "Chromebook",
    "ChromeOS",
    "Chrome",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 Edg/127.0.0.0",
    "PC",
    "Windows",
    "Edge",
  ],
])("a computer: %s", (userAgent, device, system, browser) => {
  expect(readDevice(userAgent)).toEqual({ kind: "computer", device, system, browser });
});

test("a tablet is no phone", () => {
  const iPad =
    "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1";
  expect(readDevice(iPad)).toEqual({ kind: "tablet", device: "iPad", system: "iOS", browser: "Safari" });
});

test("of nothing nothing is known", () => {
  expect(readDevice("")).toEqual({ kind: "other", device: null, system: null, browser: null });
});

test("whatever is sent, names stay short", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("Android ", "; ", "Build/", "iPhone", "Tablet", "Smart-TV"),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const { device, system, browser } = readDevice(words.join("").slice(0, 500));
      for (const name of [device, system, browser]) expect((name ?? "").length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 300 },
  );
});
