// How well a name fits what a person asks for, as scripts/aseankg/search_fits.py tells it.

import { BASE, type Entry, type Name } from "./entries";
import { type Term, key, plain, terms } from "./words";

const [EXACT, SAME_LETTERS, BEGINS, HOLDS, WORDS, BEGINS_WITHIN, BEGINNINGS, TOGETHER, MOST] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const LONGEST = 200;
const ENOUGH = 0.6;
const PREFIXES: Record<string, string> = { akg: "ns/", id: "id/", src: "source/", code: "code/", rule: "rule/", query: "questions/" };

export interface Asked {
  text: string;
  key: string;
  terms: Term[];
  lang: string;
  weight: number;
}

export interface Hit {
  entry: Entry;
  name: Name;
  rank: (number | string)[];
}

export function ask(text: string, lang: string): Asked {
  const asked = [...text.trim()].slice(0, LONGEST).join("");
  const parts = terms(asked);
  const weight = parts.reduce((sum, term) => sum + term.weight, 0) || 1;
  return { text: asked, key: key(asked), terms: parts, lang, weight };
}

/** Gives the id of a thing where a person typed that, or its IRI. */
export function named(text: string): string {
  if (text.startsWith(BASE)) return text.slice(BASE.length).replace("#", "/");
  const [prefix, rest] = text.split(":", 2);
  return rest !== undefined && PREFIXES[prefix ?? ""] ? `${PREFIXES[prefix ?? ""]}${rest}` : text;
}

export function rank(asked: Asked, entry: Entry, loose: boolean): Hit | null {
  const first = entry.names[0];
  if (!first) return null;
  if (named(asked.text) === entry.id) return { entry, name: first, rank: [EXACT] };
  let best: (number | string)[] | null = null;
  let name = first;
  entry.names.forEach((one, at) => {
    const graded = [...grade(asked, one), foreign(asked, one), one.key.length, at];
    if (best === null || compare(graded, best) < 0) [best, name] = [graded, one];
  });
  let [fit, share] = (best ?? [TOGETHER, 0]) as [number, number];
  if (loose && fit === TOGETHER) {
    const told = asked.terms.filter((term) => term.fits(name.words) || term.fits(entry.context));
    const weight = told.reduce((sum, term) => sum + term.weight, 0);
    if (weight < ENOUGH * asked.weight) return null;
    [fit, share] = [MOST, share - weight / asked.weight];
  }
  return { entry, name, rank: order(asked, entry, name, fit, share) };
}

function order(asked: Asked, entry: Entry, name: Name, fit: number, share: number): (number | string)[] {
  const typed = Number(!name.text.toLowerCase().includes(asked.text.toLowerCase()));
  const group = Number(entry.kind > 4) + Number(entry.kind > 8) + Number(entry.kind > 10);
  const known = entry.sources ? -(Math.floor(Math.log2(entry.sources)) + 1) : 0;
  const last = [known, name.key.length, entry.kind, name.key, entry.id];
  if (fit <= SAME_LETTERS && group < 3) return [fit, typed, entry.kind, ...last];
  if (fit === MOST) return [fit, share, group, ...last];
  const late = group < 2 ? 0 : fit <= SAME_LETTERS ? 2 : 3;
  const little = Number(group > 1 || 2 * asked.key.length < name.key.length);
  return [fit + late, typed, share, little, group, ...last];
}

function foreign(asked: Asked, name: Name): number {
  return name.lang === asked.lang ? 0 : name.lang === "en" ? 1 : 2;
}

function grade(asked: Asked, name: Name): [number, number] {
  const share = asked.terms.reduce((sum, term) => sum + (term.fits(name.words) ? term.weight : 0), 0);
  if (share < asked.weight) return [TOGETHER, -share / asked.weight];
  const [wanted, own] = [asked.key, name.key];
  if (own === wanted) return [EXACT, 0];
  if (own.replaceAll(" ", "") === wanted.replaceAll(" ", "")) return [SAME_LETTERS, 0];
  const begins = own.startsWith(wanted);
  if (begins && (own[wanted.length] === " " || !plain(wanted))) return [BEGINS, 0];
  if (begins && name.role !== "id") return [BEGINS_WITHIN, 0];
  const holds = ` ${own} `.includes(` ${wanted} `) || (!plain(wanted) && own.includes(wanted));
  if (holds && name.role !== "id") return [HOLDS, 0];
  return [asked.terms.every((term) => term.fits(name.words, true)) ? WORDS : BEGINNINGS, 0];
}

/** Puts ranks in order, part by part, a shorter one first. */
export function compare(one: (number | string)[], other: (number | string)[]): number {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const [a, b] = [one[at], other[at]];
    if (a === undefined || b === undefined || a === b) continue;
    return a < b ? -1 : 1;
  }
  return one.length - other.length;
}
