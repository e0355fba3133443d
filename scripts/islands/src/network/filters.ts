// What is hidden: by the legend, and in pages without a server also by the fields of the form.

import type { State } from "./canvas";
import { element, fill, rows, wordsOf, fold, type Line, type Network, type Thing } from "./page";

type Fields = Record<"kind" | "pillar" | "country" | "basis" | "q" | "as_of" | "lines", string>;
const NONE: Fields = { kind: "", pillar: "", country: "", basis: "", q: "", as_of: "", lines: "" };

export class Filters {
  private readonly off = new Set<string>();
  private fields: Fields = NONE;
  private readonly rows = rows();

  constructor(
    readonly told: Network,
    readonly state: State,
    readonly changed: () => void,
  ) {
    document.querySelectorAll<HTMLElement>("#legend [data-look]").forEach((item) => this.toggle(item));
    if (document.documentElement.hasAttribute("data-offline")) this.offline();
  }

  /** Make an entry of the legend a switch. */
  private toggle(item: HTMLElement): void {
    const look = item.dataset["look"] ?? "";
    const content = item.firstElementChild;
    if (!content) return;
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.append(...content.childNodes);
    item.replaceChildren(button);
    button.addEventListener("click", () => {
      const shown = this.off.delete(look);
      if (!shown) this.off.add(look);
      button.setAttribute("aria-pressed", String(shown));
      this.apply();
    });
  }

  /** Without a server the form narrows what the page holds; the address keeps what was asked. */
  private offline(): void {
    const form = element("narrow", HTMLFormElement);
    const asked = new URLSearchParams(location.hash.slice(1));
    asked.forEach((value, key) => {
      const field = form.elements.namedItem(key);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    });
    const read = () => {
      const given = new FormData(form);
      const set = Object.keys(NONE).map((key) => [key, String(given.get(key) ?? "").trim()]);
      this.fields = Object.fromEntries(set) as Fields;
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      read();
      const kept = Object.entries(this.fields).filter(([, value]) => value);
      history.replaceState(null, "", `#${new URLSearchParams(kept).toString()}`);
      this.apply();
    });
    if ([...asked].length > 0) {
      read();
      this.apply();
    }
  }

  /** Hide what does not fit, in the picture and in the table alike. */
  apply(): void {
    const { nodes, edges } = this.told;
    const { hidden, gone } = this.state;
    hidden.clear();
    gone.clear();
    const most = Number(this.fields.lines) || edges.length;
    const seen = new Set<number>();
    let shown = 0;
    edges.forEach((line, number) => {
      const kept = shown < most && this.fits(line);
      if (kept) {
        shown += 1;
        seen.add(line[0]).add(line[1]);
      } else hidden.add(number);
      const row = this.rows[number];
      if (row) row.hidden = !kept;
    });
    nodes.forEach((_, number) => seen.has(number) || gone.add(number));
    const values = { number: shown, total: edges.length, things: seen.size };
    element("told", HTMLElement).textContent = fill(this.told.words.some, values);
    this.changed();
  }

  private fits(line: Line): boolean {
    const ends = [this.told.nodes[line[0]], this.told.nodes[line[1]]].filter((one) => one !== undefined);
    const [, , , basis, start, end] = line;
    const { kind, pillar, country, q, as_of: day } = this.fields;
    const words = wordsOf(q);
    const either = (fit: (one: Thing) => boolean) => ends.some(fit);
    return (
      ends.every((one) => !this.off.has(one.look)) &&
      (!this.fields.basis || basis === this.fields.basis) &&
      (!kind || either((one) => one.kinds.split(" ").includes(kind))) &&
      (!pillar || either((one) => one.pillar.split(" ").includes(pillar))) &&
      (!country || either((one) => one.country.split(" ").includes(country))) &&
      (words.length === 0 || either((one) => words.every((word) => fold(one.label).includes(word)))) &&
      (!day || ((!start || start <= day.slice(0, start.length)) && (!end || end >= day.slice(0, end.length))))
    );
  }
}
