import type { NextConfig } from "next";

const config: NextConfig = {
  // A second build beside the first (tests, a developer's try) gets its own folder.
  distDir: process.env.ACUSE_DIST ?? ".next",
  // `npm test` runs the compiler over everything, tests and scripts included; once is enough.
  typescript: { ignoreBuildErrors: true },
  // Native or file-reading packages stay outside the bundle.
  serverExternalPackages: ["pg", "pg-copy-streams", "@node-rs/argon2", "yazl"],
  poweredByHeader: false,
  // Lists and files are streamed; compressing them costs more than the line saves. A reverse proxy compresses where it pays.
  compress: false,
  reactStrictMode: true,
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
