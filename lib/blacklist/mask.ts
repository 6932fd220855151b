/** A number as a log or a page for anybody may tell it: `346•••••222`. */
export const maskNumber = (msisdn: string): string =>
  msisdn.length < 8
    ? "•".repeat(msisdn.length)
    : `${msisdn.slice(0, 3)}${"•".repeat(msisdn.length - 6)}${msisdn.slice(-3)}`;
