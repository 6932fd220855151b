/** How a text is cut for the network: 3GPP TS 23.038 (alphabets) and 23.040 (concatenation). Pure. */

export type Segmentation = {
  encoding: "gsm7" | "ucs2";
  /** Code points: what a person would call characters, but for composed ones. */
  characters: number;
  /** Septets in GSM-7 (the extension table takes two), UTF-16 units in UCS-2. */
  units: number;
  /** Expected parts; a gateway may report others (Kannel cuts surrogate pairs, so it sometimes needs one less). */
  segments: number;
};

const ALPHABET =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = "^{}\\[~]|€\f";

/** Septets by UTF-16 unit, 0 where GSM-7 has no such character. The euro sign has the highest code of both tables. */
const SEPTETS = new Uint8Array("€".charCodeAt(0) + 1);
for (const character of ALPHABET) SEPTETS[character.charCodeAt(0)] = 1;
for (const character of EXTENSION) SEPTETS[character.charCodeAt(0)] = 2;

const septetsAt = (text: string, index: number) => SEPTETS[text.charCodeAt(index)] ?? 0;
const isPairAt = (text: string, index: number) => text.codePointAt(index)! > 0xffff;

/** @param options.ucs2 send as UCS-2 although GSM-7 would do. An empty text is one segment. */
export function segmentsOf(text: string, { ucs2 = false } = {}): Segmentation {
  const septets = ucs2 ? null : countSeptets(text);
  return septets === null ? inUcs2(text) : inGsm7(text, septets);
}

/** `null`: a character that GSM-7 does not have. */
function countSeptets(text: string): number | null {
  let septets = 0;
  for (let index = 0; index < text.length; index++) {
    const cost = septetsAt(text, index);
    if (cost === 0) return null;
    septets += cost;
  }
  return septets;
}

function inGsm7(text: string, units: number): Segmentation {
  const characters = text.length;
  const segments = units <= 160 ? 1 : units === characters ? Math.ceil(units / 153) : 0;
  return { encoding: "gsm7", characters, units, segments: segments || partsInGsm7(text) };
}

/** An escape and the character it escapes stay in one part, so a part may carry 152 septets only. */
function partsInGsm7(text: string): number {
  let parts = 1;
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    const cost = septetsAt(text, index);
    if (used + cost > 153) {
      parts++;
      used = 0;
    }
    used += cost;
  }
  return parts;
}

/** A surrogate pair stays in one part, so a part may carry 66 units only. */
function inUcs2(text: string): Segmentation {
  const units = text.length;
  let pairs = 0;
  let parts = 1;
  let used = 0;
  for (let index = 0; index < units; index++) {
    const cost = isPairAt(text, index) ? 2 : 1;
    if (used + cost > 67) {
      parts++;
      used = 0;
    }
    used += cost;
    if (cost === 2) {
      pairs++;
      index++;
    }
  }
  return { encoding: "ucs2", characters: units - pairs, units, segments: units <= 70 ? 1 : parts };
}
