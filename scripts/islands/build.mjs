// Bundles each island into scripts/aseankg/web/static, with the licences of what is in it beside it.
import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ISLANDS = ["graph", "editor", "search"];
const FREE = [
  "MIT",
  "BSD-3-Clause",
  "Apache-2.0",
  "CC0-1.0",
  "(CC-BY-4.0 AND MIT)",
  "(MPL-2.0 OR Apache-2.0)",
];
const UNTOLD = { jsuri: "MIT" }; // told in its file LICENSE alone

const MIT = `Copyright (c) AUTHOR

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Leaves out of yasgui what is never used here: prefixes of all the world, and JSON for browsers without it. */
const lean = {
  name: "lean",
  setup(build) {
    build.onLoad({ filter: /yasgui\.esm\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const contents = text
        .replace(/, madsrdf = "[^]*?, prefixes_default = \{[^}]*\}/, ", prefixes_default = {}")
        // The rules of this stand in sparql.css: a style element breaks the policy of the site.
        .replace('"createStyle", (function(e, n) {', '"createStyle", (function(e, n) { return;')
        .replace(/eval\("\(" \+ text \+ "\)"\)/, "null");
      if (text.length - contents.length < 20_000 || contents.includes("eval(") || !contents.includes("n) { return;")) {
        throw new Error("yasgui is not what it was: look at what is left out of it");
      }
      return { contents, loader: "js" };
    });
  },
};

for (const name of ISLANDS) {
  const out = here(`../aseankg/web/static/${name}.js`);
  const { metafile } = await build({
    entryPoints: [here(`src/${name}.ts`)],
    outfile: out,
    absWorkingDir: here("."),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    banner: { js: `/* Licences: ${name}.js.LICENSE.txt */` },
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
    plugins: [lean],
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    logLevel: "info",
  });
  writeFileSync(`${out}.LICENSE.txt`, licences(Object.keys(metafile.inputs)));
}

/** The licence of each package of which something is in a bundle, and of what that one is built of. */
function licences(inputs) {
  const packages = inputs.map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const found = new Set();
  const add = (name) => {
    if (!name || found.has(name) || !existsSync(here(`node_modules/${name}`))) return;
    found.add(name);
    Object.keys(told(name).dependencies ?? {}).forEach(add);
  };
  packages.forEach(add);
  return [...found].filter((name) => !name.startsWith("@types/")).sort().map(licence).join(`\n${"-".repeat(80)}\n\n`);
}

function told(name) {
  return JSON.parse(readFileSync(here(`node_modules/${name}/package.json`), "utf8"));
}

function licence(name) {
  const folder = here(`node_modules/${name}`);
  const { version, license = UNTOLD[name], author, homepage } = told(name);
  const by = (typeof author === "string" ? author : author?.name) ?? `the authors of ${name}`;
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const known = { MIT: MIT.replace("AUTHOR", by), "CC0-1.0": "No rights reserved." }[license];
  const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : known;
  if (!FREE.includes(license) || !text) throw new Error(`${name} is under ${license}: may it be bundled?`);
  return [`${name} ${version}, ${license}`, `Author: ${by}`, homepage ?? "", "", text, ""].join("\n");
}
