import { expect, test } from "vitest";
import { countryOf } from "./country";

test.each([
  ["80.58.61.250", "ES"], // Telefónica
  ["187.141.2.1", "MX"], // Telmex
  ["2.3.0.1", "FR"], // Orange
  ["8.8.8.8", "US"],
  ["2a02:9000::1", "ES"], // Vodafone
  ["2001:4860:4860::8888", "US"],
  ["2806:2f0::1", "MX"],
])("%s was given to somebody in %s", async (address, country) => {
  expect(await countryOf(address)).toBe(country);
});

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "192.168.1.1",
  "100.64.0.1",
  "0.0.0.0",
  "255.255.255.255",
  "::1",
  "fd00::1",
  "::",
  "",
  "nonsense",
  "1.2.3",
])("%s is in no country", async (address) => {
  expect(await countryOf(address)).toBeNull();
});
