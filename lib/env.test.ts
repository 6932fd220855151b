import { expect, test } from "vitest";
import { readEnv } from "./env";

test("nothing is needed, and an empty variable is none", () => {
  expect(readEnv({ DATABASE_URL: "", PORT: "" })).toMatchObject({ PORT: 3000, WORKER: true, TRUST_PROXY: 0 });
  expect(readEnv({}).DATABASE_URL).toBeUndefined();
});

test("each fault is told in a line of its own, by the variable's name", () => {
  const wrong = {
    DATABASE_URL: "mysql://x",
    PORT: "abc",
    PUBLIC_URL: "sms.example.com",
    AUTH_SECRET: "short",
    API_PER_MINUTE: "-1",
    CALLBACK_NETWORKS: "10.0.0.0/8 lan",
    WORKER: "maybe",
  };
  expect(() => readEnv(wrong)).toThrow(
    [
      "DATABASE_URL: must begin with postgres://",
      "PORT: must be a whole number from 0 to 65535",
      "PUBLIC_URL: must be an address such as https://sms.example.com",
      "AUTH_SECRET: must have at least 32 characters",
      "API_PER_MINUTE: must be a whole number from 0 to 1000000",
      "CALLBACK_NETWORKS: lan is neither an address nor a network such as 10.0.0.0/8",
      "WORKER: must be 0 or 1",
    ].join("\n"),
  );
});
