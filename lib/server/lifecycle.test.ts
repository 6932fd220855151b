import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";

describe("a process that runs until it is stopped", () => {
  it("stops what it started in reverse, and ends with 0", async () => {
    const told = await ends((program) => program.child.kill("SIGTERM"), TWO_STEPS);
    expect(told).toEqual({ lines: ["up", "Stopping …", "pages stopped", "database stopped"], code: 0 });
  });

  it("obeys the end of its terminal", async () => {
    const told = await ends((program) => program.child.kill("SIGHUP"), TWO_STEPS);
    expect(told.code).toBe(0);
    expect(told.lines.at(-1)).toBe("database stopped");
  });

  it("goes on when something does not stop in its time, or fails to", async () => {
    const told = await ends(
      (program) => program.child.kill("SIGTERM"),
      `onStop("database", () => console.log("database stopped"));
       onStop("mail", () => { throw new StartFault("is stuck"); });
       onStop("pages", () => new Promise(() => {}), 100);
       console.log("up");`,
    );
    expect(told.lines.slice(2)).toEqual([
      "pages did not stop in time.",
      "mail did not stop cleanly: is stuck",
      "database stopped",
    ]);
    expect(told.code).toBe(0);
  });

  it("takes the two signals of one Ctrl-C under npm for one", async () => {
    const twice = ({ child }: Program) => {
      child.kill("SIGINT");
      child.kill("SIGINT");
    };
    const told = await ends(twice, watchesHurry(1_500));
    expect(told.lines.slice(2)).toEqual(["hurried: false"]);
  });

  it("hurries at a second Ctrl-C", async () => {
    const again = async ({ child, output }: Program) => {
      child.kill("SIGINT");
      await once(output, "line");
      await sleep(700);
      child.kill("SIGINT");
    };
    const told = await ends(again, watchesHurry(20_000));
    expect(told.lines.slice(2)).toEqual(["hurried: true"]);
  });

  it("tells a fault in one line, stops what had started, and ends with 1", async () => {
    const told = await ends(
      () => {},
      `onStop("database", () => console.log("database stopped"));
       console.log("up");
       throw new StartFault("Port 80 is taken.");`,
    );
    expect(told).toEqual({ lines: ["up", "Port 80 is taken.", "database stopped"], code: 1 });
  });

  it("stops cleanly after an error that nobody caught", async () => {
    const told = await ends(() => {}, `${TWO_STEPS} setTimeout(() => Promise.reject(new Error("a bug")));`);
    expect(told.code).toBe(1);
    expect(told.lines[1]).toMatch(/^Error: a bug/);
    expect(told.lines.at(-1)).toBe("database stopped");
  });

  it("also stops what a start under way still brings up", async () => {
    const told = await ends(
      (program) => program.child.kill("SIGTERM"),
      `console.log("up");
       await new Promise((resolve) => process.once("SIGTERM", () => setTimeout(resolve, 300)));
       onStop("database", () => console.log("database stopped"));
       throw new Error("the ground has gone");`,
    );
    expect(told).toEqual({ lines: ["up", "Stopping …", "database stopped"], code: 0 });
  });
});

const TWO_STEPS = `
  onStop("database", () => console.log("database stopped"));
  onStop("pages", () => console.log("pages stopped"));
  console.log("up");`;

const watchesHurry = (unhurriedMs: number) => `
  onStop("pages", (hurry) => new Promise((resolve) => {
    const end = () => { console.log("hurried: " + hurry.aborted); resolve(); };
    hurry.addEventListener("abort", end);
    setTimeout(end, ${unhurriedMs});
  }));
  console.log("up");`;

type Program = { child: ChildProcess; output: Interface };

/** Runs `start` in a process of its own, does something to it once it says "up", and tells what it said until its end. */
async function ends(act: (program: Program) => unknown, start: string) {
  const script = `
    const { onStop, runUntilStopped } = await import("./lib/server/lifecycle.ts");
    const { StartFault } = await import("./lib/server/start-fault.ts");
    console.error = console.log;
    setInterval(() => {}, 1000);
    runUntilStopped(async () => { ${start} });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = createInterface(child.stdout);
  const lines: string[] = [];
  output.on("line", (line) => lines.push(line));
  await once(output, "line");
  await act({ child, output });
  const [code] = (await once(child, "close")) as [number | null];
  return { lines, code };
}
