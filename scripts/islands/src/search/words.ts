// Names in many scripts taken apart as scripts/aseankg/search_words.py does it; the same tests hold for both.

const DROPPED = new RegExp(
  "[\\u0300-\\u036f\\u0e47-\\u0e4c\\u0e4e\\u0ec8-\\u0ecc\\u1037\\u1038\\u17cb-\\u17d1\\u17dd" +
    "\\u00ad\\u200b-\\u200f\\u2060\\ufeff'\\u2018\\u2019\\u02bc`]",
  "gu",
);
const UNSPACED =
  "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uaa60-\\uaa7f";
const SEGMENT = new RegExp(`([${UNSPACED}]+)|([^${UNSPACED}]+)`, "gu");
const CLUSTER = new RegExp(
  "[\\u0e40-\\u0e44]?[\\u0e01-\\u0e2e][\\u0e2f-\\u0e3a\\u0e45-\\u0e4f]*" +
    "|[\\u0ec0-\\u0ec4]?[\\u0e81-\\u0eae\\u0edc-\\u0edf][\\u0eaf-\\u0ebd\\u0ec6-\\u0ecf]*" +
    "|[\\u1000-\\u102a\\u103f\\u1050-\\u1055](?:\\u1039[\\u1000-\\u1021]|[\\u102b-\\u103e\\u1056-\\u109f])*" +
    "|[\\u1780-\\u17b3](?:\\u17d2[\\u1780-\\u17b3]|[\\u17b4-\\u17d1\\u17d3\\u17dd])*" +
    "|[\\u3040-\\u30ff][\\u3099\\u309a]?" +
    "|.",
  "gu",
);
const LETTER = "[\\p{L}\\p{N}\\u0900-\\u0dff]";
const COMPOUND = new RegExp(`${LETTER}+(?:[-./\\u2010-\\u2015]${LETTER}+)*`, "gu");
const PART = new RegExp(`${LETTER}+`, "gu");
const NUMBER = /^(?=.*\d)(?:[a-z]|[a-z]{0,3}\d+)(?:\.(?:\d+|[a-z]))+$/u;
const DIGIT = /\p{Nd}/u;
const MOST = 24;

/** Whether a text has letters of a to z and the like alone. */
// biome-ignore lint: the control characters are meant
export const plain = (text: string): boolean => /^[\u0000-\u007f]*$/.test(text);

/** A part of what is asked: any of several sets of words, which begin so or are just so. */
export class Term {
  readonly weight: number;
  private readonly beginnings: string[][];
  private readonly wholes: string[][];

  constructor(
    readonly choices: string[][],
    readonly prefix = true,
  ) {
    this.weight = [...(choices[0]?.[0] ?? "")].length;
    this.wholes = choices.map((choice) => choice.map((one) => ` ${one} `));
    this.beginnings = prefix ? choices.map((choice) => choice.map((one) => ` ${one}`)) : this.wholes;
  }

  /** Tells whether it is among words, each with a space before and after it. */
  fits(words: string, whole = false): boolean {
    const choices = whole ? this.wholes : this.beginnings;
    return choices.some((choice) => choice.every((one) => words.includes(one)));
  }
}

/** Writes a text without case, accents, tone marks and joiners, with digits as 0 to 9. */
export function spell(text: string): string {
  if (plain(text)) return text.toLowerCase().replace(/['`]/g, "");
  const folded = text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").replace(/đ/g, "d");
  return [...folded.normalize("NFKD").replace(DROPPED, "")].map((one) => (DIGIT.test(one) ? digit(one) : one)).join("");
}

/** The ten digits of a script stand side by side: counts back to the nought. */
function digit(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  let back = 0;
  while (back < 9 && DIGIT.test(String.fromCodePoint(code - back - 1))) back += 1;
  return String(back);
}

/** Gives what two spellings of one name have in common: the words with one space between. */
export function key(text: string): string {
  return segments(text)
    .flatMap(([unspaced, spaced]) => (unspaced ? [unspaced] : compounds(spaced).map((one) => apart(one).join(" "))))
    .join(" ");
}

/** Gives the words under which a name is found; those made of two neighbours too. */
export function indexed(text: string): string[] {
  const found: string[] = [];
  for (const [unspaced, spaced] of segments(text)) {
    if (unspaced) found.push(...pairs(unspaced, true));
    let before = "";
    for (const word of compounds(spaced)) {
      const parts = word.match(PART) ?? [];
      const one = joined(word);
      found.push(...parts);
      if (parts.length > 1) found.push(one);
      if (before) found.push(before + one);
      before = one;
    }
  }
  return found;
}

/** Gives the parts of what a person asks for, the first ones of a long text. */
export function terms(text: string): Term[] {
  const found: Term[] = [];
  for (const [unspaced, spaced] of segments(text)) {
    const all = pairs(unspaced, false);
    found.push(...all.map((pair) => new Term([[pair]], pair === all[all.length - 1])));
    found.push(...compounds(spaced).map(term));
  }
  const seen = new Map(found.map((one) => [JSON.stringify([one.choices, one.prefix]), one] as const).reverse());
  return [...new Set(found.map((one) => seen.get(JSON.stringify([one.choices, one.prefix])) ?? one))].slice(0, MOST);
}

function term(word: string): Term {
  const parts = word.match(PART) ?? [];
  if (parts.length === 1 || numbered(word)) return new Term([[word]], [...word].length > 1);
  return new Term([[joined(word)], parts]);
}

function compounds(text: string): string[] {
  return text.match(COMPOUND) ?? [];
}

function segments(text: string): [string, string][] {
  return [...spell(text).replace(/&/g, " and ").matchAll(SEGMENT)].map((one) => [one[1] ?? "", one[2] ?? ""]);
}

function apart(word: string): string[] {
  return numbered(word) ? [joined(word)] : (word.match(PART) ?? []);
}

function joined(word: string): string {
  return numbered(word) ? word : (word.match(PART) ?? []).join("");
}

function numbered(word: string): boolean {
  return word.includes(".") && NUMBER.test(word);
}

function pairs(run: string, ending: boolean): string[] {
  const clusters = (run.match(CLUSTER) ?? []).filter((one) => one.trim());
  const found = clusters.slice(1).map((one, at) => `${clusters[at]}${one}`);
  const last = clusters[clusters.length - 1];
  if (last !== undefined && (ending || clusters.length === 1)) found.push(last);
  return found;
}

/** Tells whether a word is one slip away: a letter more, less, changed, or two exchanged. */
export function near(word: string, other: string): boolean {
  if (word.length < 4 || /^\p{Nd}+$/u.test(word) || Math.abs(other.length - word.length) > 1) return false;
  let at = 0;
  while (at < word.length && at < other.length && word[at] === other[at]) at += 1;
  if (at === word.length || at === other.length) return word !== other;
  const [rest, left] = [word.slice(at), other.slice(at)];
  const exchanged = rest.length > 1 && left.length > 1 && rest[0] === left[1] && rest[1] === left[0];
  return (
    rest.slice(1) === left.slice(1) ||
    rest.slice(1) === left ||
    rest === left.slice(1) ||
    (exchanged && rest.slice(2) === left.slice(2))
  );
}
