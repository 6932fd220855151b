import type { NextConfig } from "next";

/** Nothing of others is loaded, nobody frames us, and an address with a question in it is told to nobody else. */
const SAFETY = [
  {
    key: "Content-Security-Policy",
    // Next's own start-up scripts and styles stand in the page.
    value:
      "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
      "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
];

const config: NextConfig = {
  // A second build beside the first (tests, a developer's try) gets its own folder.
  distDir: process.env.ACUSE_DIST ?? ".next",
  // `npm test` runs the compiler over everything, tests and scripts included; once is enough.
  typescript: { ignoreBuildErrors: true },
  // Native or file-reading packages stay outside the bundle.
  serverExternalPackages: ["pg", "pg-copy-streams", "@node-rs/argon2", "yazl", "yauzl", "pdfkit", "fontkit"],
  poweredByHeader: false,
  // Pages are compressed, files not: they say `no-transform`, for packing a CSV costs more than the line saves.
  compress: true,
  reactStrictMode: true,
  headers: async () => [{ source: "/:path*", headers: SAFETY }],
  experimental: { serverActions: { bodySizeLimit: "1mb" } },
};

export default config;
