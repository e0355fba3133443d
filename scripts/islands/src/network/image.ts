// The picture as it stands on the screen, with its title and where it comes from, as an image.

import type { Canvas } from "./canvas";
import { FONTS, wrapped } from "./names";

const ORIGIN = "aseankg, https://w3id.org/aseankg, CC BY 4.0";
const LAYERS = ["edges", "edgeLabels", "nodes", "labels", "hovers", "hoverNodes"];

export async function download(canvas: Canvas, title: string): Promise<void> {
  const { width, height } = canvas.sigma.getDimensions();
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const image = document.createElement("canvas");
  const context = image.getContext("2d");
  if (!context) return;
  context.font = `600 20px ${FONTS}`;
  const lines = wrapped(context, title, width - 40);
  const head = lines.length * 28 + 20;
  image.width = width * ratio;
  image.height = (height + head + 30) * ratio;
  context.scale(ratio, ratio);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height + head + 30);
  context.fillStyle = "#1d2430";
  context.font = `600 20px ${FONTS}`;
  lines.forEach((line, number) => context.fillText(line, 20, 32 + number * 28));
  // What the graphics card drew can be read only before the browser shows the next frame.
  canvas.sigma.refresh({ schedule: false });
  const layers = canvas.sigma.getCanvases();
  for (const name of LAYERS) {
    const layer = layers[name];
    if (layer && layer.width > 0) context.drawImage(layer, 0, head, width, height);
  }
  context.font = `13px ${FONTS}`;
  context.fillText(ORIGIN, 20, height + head + 18);
  const blob = await new Promise<Blob | null>((done) => image.toBlob(done, "image/png"));
  if (blob) save(blob, `${canvas.told.network}.png`);
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
