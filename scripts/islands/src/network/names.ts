// The names of things on the canvas: on a light ground, cut where they are long.

import type { Settings } from "sigma/settings";
import type { NodeDisplayData, PartialButFor } from "sigma/types";

type Drawn = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;
const LONGEST = 30;
const INK = "#1d2430";

export const FONTS = '"Noto Sans", "Segoe UI", "aseankg scripts", system-ui, sans-serif';

export function cut(text: string, most = LONGEST): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("").trimEnd()}…`;
}

type Box = [number, number, number, number];

/** The names of one frame: first all that could be drawn, then as many as have room, large first. */
export class Names {
  private waiting: Drawn[] = [];
  private settings: Settings | null = null;

  readonly collect = (_: CanvasRenderingContext2D, data: Drawn, settings: Settings): void => {
    this.settings = settings;
    if (data.label) this.waiting.push({ ...data });
  };

  draw(context: CanvasRenderingContext2D, wide: number): void {
    const { settings } = this;
    const order = this.waiting.sort((a, b) => b.size - a.size);
    this.waiting = [];
    if (!settings) return;
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = "rgba(255, 255, 255, .9)";
    context.fillStyle = INK;
    const taken: Box[] = order
      .filter((one) => one.size > 3.5)
      .map(({ x, y, size }) => [x - size, y - size, x + size, y + size]);
    for (const one of order) {
      const text = cut(one.label ?? "");
      const box = this.room(one, context.measureText(text).width, settings.labelSize, wide, taken);
      if (!box) continue;
      taken.push(box);
      context.strokeText(text, box[0], box[3] - 4);
      context.fillText(text, box[0], box[3] - 4);
    }
  }

  /** Find a side of a thing where its name meets no other one and is not cut off. */
  private room({ x, y, size }: Drawn, long: number, high: number, wide: number, taken: Box[]): Box | undefined {
    const middle = y - high / 2;
    const sides: [number, number][] = [
      [x + size + 4, middle],
      [x - size - 4 - long, middle],
      [x - long / 2, y + size + 2],
      [x - long / 2, y - size - high - 6],
    ];
    return sides
      .map(([left, top]): Box => [left, top - 1, left + long, top + high + 3])
      .find((box) => box[0] > 2 && box[2] < wide - 2 && !taken.some((other) => meet(box, other)));
  }
}

function meet(one: Box, other: Box): boolean {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

/** The whole name of what is pointed at, on a board of its own, within the canvas. */
export function drawPointed(context: CanvasRenderingContext2D, data: Drawn, settings: Settings): void {
  if (!data.label) return;
  context.font = `600 ${settings.labelSize + 1}px ${settings.labelFont}`;
  const ratio = window.devicePixelRatio || 1;
  const room = context.canvas.width / ratio;
  const lines = wrapped(context, data.label, Math.min(320, room - 30));
  const wide = Math.max(...lines.map((line) => context.measureText(line).width)) + 16;
  const step = settings.labelSize + 6;
  const left = Math.max(4, Math.min(data.x + data.size + 6, room - wide - 4));
  const top = Math.max(4, data.y - (step * lines.length + 10) / 2);
  context.fillStyle = "#fff";
  context.strokeStyle = INK;
  context.lineWidth = 1;
  context.fillRect(left, top, wide, step * lines.length + 10);
  context.strokeRect(left, top, wide, step * lines.length + 10);
  context.fillStyle = INK;
  lines.forEach((line, number) => context.fillText(line, left + 8, top + step * (number + 1)));
}

export function wrapped(context: CanvasRenderingContext2D, text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || context.measureText(longer).width > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
