import { afterEach, expect, it, vi } from "vitest";
import { TooManyAttempts } from "./auth/slow-down";
import { AppError } from "./errors";
import { respond } from "./http";

afterEach(() => vi.restoreAllMocks());
const answered = async (error: unknown) => {
  const response = await respond(() => Promise.reject(error));
  return { status: response.status, headers: response.headers, body: await response.json() };
};

it("lets an answer through", async () => {
  expect(await (await respond(async () => new Response("well"))).text()).toBe("well");
});

it("tells an outcome as a problem with its status", async () => {
  const { status, headers, body } = await answered(new AppError("not-found", "Message not found"));
  expect(status).toBe(404);
  expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(body).toEqual({ title: "not-found", status: 404, detail: "Message not found" });
});

it("says when to come back", async () => {
  const { status, headers } = await answered(new TooManyAttempts(7));
  expect([status, headers.get("retry-after")]).toEqual([429, "7"]);
});

it("logs what nobody foresaw and keeps its words to itself", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const bug = new Error("password=secret");
  const { status, body } = await answered(bug);
  expect([status, body.detail]).toEqual([500, "Something went wrong."]);
  expect(log).toHaveBeenCalledWith(bug);
});

it("tells a database that is away from a fault", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const { status, headers } = await answered(new Error("Failed query", { cause: refused }));
  expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
});

it("says when to come back if there is no room either", async () => {
  const { status, headers } = await answered(new AppError("unavailable", "Busy"));
  expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
});
