// The names of all things as the bundle holds them, made ready to be looked up.

import { indexed, key } from "./words";

/** IRI without its base, file, kind, type, country, sources, names, things beside it, names shown. */
type Row = [string, string, number, number, number, number, (string | number)[], number[], (number | [string, string])[]];

export interface Table {
  kinds: string[];
  roles: string[];
  langs: string[];
  rows: Row[];
}

export interface Name {
  text: string;
  lang: string;
  role: string;
  key: string;
  words: string;
}

export interface Entry {
  at: number;
  id: string;
  file: string;
  kind: number;
  type: number;
  country: number;
  sources: number;
  names: Name[];
  context: string;
  shown: [string, string][];
}

export const BASE = "https://w3id.org/aseankg/";

export function entries(table: Table): Entry[] {
  const all = table.rows.map((row, at) => entry(table, row, at));
  table.rows.forEach(([, , , , , , , around], at) => {
    const words = around.flatMap((one) => all[one]?.names ?? []).filter((name) => name.role !== "id").map((name) => name.words.trim());
    const own = all[at];
    if (own) own.context = ` ${unique(words.join(" ").split(" ")).join(" ")} `;
  });
  return all;
}

function entry(table: Table, row: Row, at: number): Entry {
  const [id, file, kind, type, country, sources, flat, , shown] = row;
  const names: Name[] = [];
  for (let place = 0; place < flat.length; place += 3) {
    const text = String(flat[place]);
    const lang = table.langs[Number(flat[place + 1])] ?? "";
    const role = table.roles[Number(flat[place + 2])] ?? "";
    names.push({ text, lang, role, key: key(text), words: ` ${unique(indexed(text)).join(" ")} ` });
  }
  const told = shown.map((one): [string, string] =>
    typeof one === "number" ? [names[one]?.text ?? id, names[one]?.lang ?? ""] : one,
  );
  return { at, id, file, kind, type, country, sources, names, context: " ", shown: told };
}

export function unique(words: string[]): string[] {
  return [...new Set(words.filter(Boolean))];
}
