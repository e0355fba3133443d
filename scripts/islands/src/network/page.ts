// What the server put into the page: the network as data, its table, its fields.

export interface Thing {
  id: string;
  label: string;
  lang: string;
  x: number;
  y: number;
  size: number;
  look: string;
  kind: string;
  kinds: string;
  pillar: string;
  country: string;
}

/** From, to (numbers of things), weight, basis, start, end. */
export type Line = [number, number, number, string, string, string];

export interface Network {
  network: string;
  directed: boolean;
  nodes: Thing[];
  edges: Line[];
  looks: Record<string, [string, string]>;
  words: Record<"linked" | "open" | "nothing" | "found" | "some", string>;
}

export function element<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

export function read(): Network | null {
  const place = document.getElementById("graph-data");
  const told = place ? (JSON.parse(place.textContent ?? "null") as Network | null) : null;
  return told && told.edges.length > 0 ? told : null;
}

/** The rows of the table, in the order of the lines. */
export function rows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>("#lines tbody tr")];
}

export function fill(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}

/** A name without case, accents and tone marks, as people type it. */
export function fold(text: string): string {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
}

export function wordsOf(text: string): string[] {
  return fold(text).split(/\s+/).filter(Boolean);
}
