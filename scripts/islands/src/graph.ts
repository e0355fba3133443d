// The page of a network: the picture to move in, the panel beside it, the legend that switches.
// Where a canvas cannot be drawn the picture of the server stays.

import { Canvas, type State } from "./network/canvas";
import { Filters } from "./network/filters";
import { download } from "./network/image";
import { Panel, found } from "./network/panel";
import { element, fold, read, wordsOf, type Network } from "./network/page";

function start(told: Network): void {
  const state: State = { hidden: new Set(), gone: new Set(), picked: null, pointed: null, sought: null };
  const stage = element("stage", HTMLElement);
  stage.hidden = false;
  let canvas: Canvas;
  try {
    canvas = new Canvas(element("canvas", HTMLElement), told, state);
  } catch {
    stage.hidden = true; // no WebGL
    return;
  }
  element("drawn", HTMLElement).hidden = true;
  document.querySelector("#legend .dashes path")?.setAttribute("stroke", "#b3bbc4");
  document.querySelector("#legend .dashes path")?.removeAttribute("stroke-dasharray");

  const pick = (thing: number | null, centre = false) => {
    state.picked = thing;
    state.pointed = null;
    if (thing === null) panel.clear();
    else panel.show(thing);
    canvas.renew();
    if (thing !== null && centre) canvas.centre(thing);
  };
  const panel = new Panel(canvas, (thing) => pick(thing, true));
  new Filters(told, state, () => {
    if (state.picked !== null && state.gone.has(state.picked)) pick(null);
    else if (state.picked !== null) panel.show(state.picked);
    canvas.renew();
  });
  point(canvas, state, pick);
  tools(canvas);
  search(canvas, state, pick);
  image(canvas);
  canvas.renew();
}

function point(canvas: Canvas, state: State, pick: (thing: number | null) => void): void {
  const place = element("canvas", HTMLElement);
  canvas.sigma.on("enterNode", ({ node }) => {
    state.pointed = Number(node);
    place.style.cursor = "pointer";
    canvas.renew();
  });
  canvas.sigma.on("leaveNode", () => {
    state.pointed = null;
    place.style.cursor = "";
    canvas.renew();
  });
  canvas.sigma.on("clickNode", ({ node }) => pick(Number(node)));
  canvas.sigma.on("clickStage", () => pick(null));
}

function tools(canvas: Canvas): void {
  const does: Record<string, () => void> = {
    nearer: () => canvas.zoom(1 / 1.5),
    farther: () => canvas.zoom(1.5),
    leftwards: () => canvas.move(-1, 0),
    rightwards: () => canvas.move(1, 0),
    upwards: () => canvas.move(0, -1),
    downwards: () => canvas.move(0, 1),
    fit: () => canvas.whole(),
  };
  for (const [id, act] of Object.entries(does)) element(id, HTMLElement).addEventListener("click", act);
}

/** Light up the things whose name has the words; Enter or a name of the list goes to the thing. */
function search(canvas: Canvas, state: State, pick: (thing: number | null, centre?: boolean) => void): void {
  const { nodes, words } = canvas.told;
  const field = element("seek", HTMLInputElement);
  const hits = element("hits", HTMLElement);
  const names = nodes.map((one) => fold(one.label));
  const order = nodes.map((_, number) => number).sort((a, b) => (nodes[b]?.size ?? 0) - (nodes[a]?.size ?? 0));
  element("names", HTMLDataListElement).append(...nodes.map((one) => new Option(one.label, one.label)));
  const matching = () => {
    const asked = wordsOf(field.value);
    const fits = (thing: number) => asked.every((word) => names[thing]?.includes(word));
    return asked.length > 0 ? order.filter((thing) => !state.gone.has(thing) && fits(thing)) : null;
  };
  const seek = (go: boolean) => {
    const things = matching();
    const whole = things?.find((thing) => nodes[thing]?.label === field.value);
    hits.textContent = things ? (things.length > 0 ? found(words.found, things.length) : words.nothing) : "";
    state.sought = things ? new Set(things) : null;
    const first = whole ?? (go ? things?.[0] : undefined);
    if (first !== undefined) pick(first, true);
    else pick(null);
  };
  field.addEventListener("input", () => seek(false));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    seek(true);
  });
}

function image(canvas: Canvas): void {
  const button = element("png", HTMLButtonElement);
  button.hidden = false;
  const title = document.querySelector("h1")?.textContent ?? "";
  button.addEventListener("click", () => void download(canvas, title));
}

const told = read();
if (told) start(told);
