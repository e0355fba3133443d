// What is told of the thing that is picked: its name, kind, page, and what it is linked with.

import type { Canvas } from "./canvas";
import { element, fill, rows } from "./page";

type Pick = (thing: number) => void;

export class Panel {
  private readonly place = element("panel", HTMLElement);
  private readonly empty = [...this.place.childNodes];
  private readonly links = new Map<number, HTMLAnchorElement>();
  private readonly relations: { text: string; lang: string }[] = [];

  constructor(
    readonly canvas: Canvas,
    readonly pick: Pick,
  ) {
    rows().forEach((row, number) => {
      const [from, to] = canvas.told.edges[number] ?? [0, 0];
      const [first, second] = row.querySelectorAll<HTMLAnchorElement>("td:nth-child(1) a, td:nth-child(3) a");
      if (first) this.links.set(from, first);
      if (second) this.links.set(to, second);
      const cell = row.cells[1];
      this.relations.push({ text: cell?.textContent ?? "", lang: cell?.lang ?? "" });
    });
  }

  clear(): void {
    this.place.replaceChildren(...this.empty);
  }

  show(thing: number): void {
    const { told } = this.canvas;
    const one = told.nodes[thing];
    if (!one) return;
    const head = document.createElement("h3");
    name(head, one.label, one.lang);
    const kind = document.createElement("p");
    kind.className = "soft";
    kind.textContent = one.kind;
    const open = document.createElement("p");
    const link = document.createElement("a");
    link.href = this.links.get(thing)?.getAttribute("href") ?? "#";
    link.className = "button";
    link.textContent = told.words.open;
    open.append(link);
    const others = this.canvas.neighbours(thing);
    const linked = document.createElement("p");
    linked.textContent = `${told.words.linked}: ${others.length}`;
    const list = document.createElement("ul");
    list.append(...this.sorted(others).map((other) => this.entry(thing, other)));
    this.place.replaceChildren(head, kind, open, linked, list);
    this.place.scrollTop = 0;
  }

  private sorted(things: number[]): number[] {
    const label = (thing: number) => this.canvas.told.nodes[thing]?.label ?? "";
    return [...things].sort((a, b) => label(a).localeCompare(label(b), document.documentElement.lang));
  }

  /** Another thing, with what the lines between the two say, as they point. */
  private entry(thing: number, other: number): HTMLLIElement {
    const item = document.createElement("li");
    const one = this.canvas.told.nodes[other];
    const button = document.createElement("button");
    button.type = "button";
    name(button, one?.label ?? "", one?.lang ?? "");
    button.addEventListener("click", () => this.pick(other));
    const said = new Set(this.canvas.between(thing, other).map((line) => this.said(thing, line)));
    const small = document.createElement("small");
    small.className = "soft";
    small.textContent = [...said].join(", ");
    item.append(button, document.createElement("br"), small);
    return item;
  }

  private said(thing: number, line: number): string {
    const { text } = this.relations[line] ?? { text: "" };
    if (!this.canvas.told.directed) return text;
    return this.canvas.told.edges[line]?.[0] === thing ? `${text} →` : `← ${text}`;
  }
}

function name(place: HTMLElement, label: string, lang: string): void {
  place.textContent = label;
  if (lang && lang !== document.documentElement.lang) place.lang = lang;
}

export function found(words: string, number: number): string {
  return fill(words, { number });
}
