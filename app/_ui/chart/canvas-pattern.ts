import type { Pattern } from "@/lib/dataset/chart";

const SIZE = 8;
/** Lines of a tile, from and to; those that run over its edge meet the next tile's. */
const LINES: Record<Pattern, readonly (readonly [number, number, number, number])[]> = {
  solid: [],
  open: [],
  dotted: [],
  rising: [
    [-2, 10, 10, -2],
    [-2, 2, 2, -2],
    [6, 10, 10, 6],
  ],
  falling: [
    [-2, -2, 10, 10],
    [6, -2, 10, 2],
    [-2, 6, 2, 10],
  ],
  crossed: [
    [-2, 10, 10, -2],
    [-2, -2, 10, 10],
  ],
  flat: [
    [0, 2, 8, 2],
    [0, 6, 8, 6],
  ],
  upright: [
    [2, 0, 2, 8],
    [6, 0, 6, 8],
  ],
};

/** An area's filling: full, or a tint of its colour under lines of it, so that it is told apart without colours too. */
export function fillOf(pattern: Pattern, colour: string, paper: string): string | CanvasPattern {
  if (pattern === "solid") return colour;
  const ratio = Math.max(1, Math.ceil(globalThis.devicePixelRatio ?? 1));
  const tile = document.createElement("canvas");
  tile.width = SIZE * ratio;
  tile.height = SIZE * ratio;
  const pen = tile.getContext("2d");
  if (!pen) return colour;
  pen.scale(ratio, ratio);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.globalAlpha = 0.22;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  pen.beginPath();
  for (const [fromX, fromY, toX, toY] of LINES[pattern]) {
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
  }
  pen.stroke();
  if (pattern === "dotted") {
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ] as const) {
      pen.beginPath();
      pen.arc(x, y, 1.4, 0, 2 * Math.PI);
      pen.fill();
    }
  }
  const filling = pen.createPattern(tile, "repeat");
  filling?.setTransform(new DOMMatrix().scale(1 / ratio));
  return filling ?? colour;
}
