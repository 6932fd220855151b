import { runningApp } from "./peers/app";

/** Starts the built application once for all browser tests; its facts travel in the environment. */
export default async function setup(): Promise<() => Promise<void>> {
  const app = await runningApp();
  process.env.ACUSE_TEST_URL = app.url;
  if (app.data) process.env.ACUSE_DATA = app.data;
  return app.stop;
}
