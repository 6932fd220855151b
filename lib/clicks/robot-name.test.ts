import { expect, test } from "vitest";
import agents from "./fixtures/user-agents.json";
import { robotName } from "./robot-name";

const NAMES = [
  ...[
    "iMessage",
    "Google Messages",
    "Google",
    "WhatsApp",
    "WhatsApp",
    "Facebook",
    "Facebook",
    "Telegram",
    "Skype",
    "Slack",
  ],
  ...[
    "Discord",
    "LinkedIn",
    "Viber",
    "Snapchat",
    "Bitly",
    "Google",
    "Barracuda",
    "Google",
    "Headless Chrome",
    "Google",
  ],
  "Twitter",
];

test.each(NAMES.map((name, index) => [name, agents.robots[index]!]))(
  "%s is called by its name: %s",
  (name, userAgent) => {
    expect(robotName(userAgent)).toBe(name);
  },
);

test("another robot is called as it calls itself", () => {
  expect(robotName("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)")).toBe("AhrefsBot");
  expect(robotName("curl/8.5.0")).toBe("curl");
});
