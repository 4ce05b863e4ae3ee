// The JavaScript and TypeScript in markup: script elements, attributes that handle events, `javascript:` addresses. All scripts of a
// page are one program, as they are in a browser. Their text is as long as the markup, with everything else blank, so that each place
// in it is its place in the file. What a template engine puts into a script stands there as a name that means nothing.

import type { Span } from "../../text/span.ts";
import type { LanguageId } from "../language.ts";
import { blank, blankedBut, nextIn, type PageProgram, type Part, piecesOf } from "./parts.ts";

const IN_TEMPLATES: readonly LanguageId[] = ["javascript", "typescript", "tsx"];
/** The languages of scripts that markup may hold, by the markup's. */
const SCRIPTS_IN: Readonly<Partial<Record<LanguageId, readonly LanguageId[]>>> = {
  html: ["javascript"],
  php: ["javascript"],
  template: IN_TEMPLATES,
  jsp: ["javascript"],
  erb: ["javascript"],
};

export function scriptLanguagesIn(language: LanguageId): readonly LanguageId[] {
  return SCRIPTS_IN[language] ?? [];
}

const MAY_HOLD_SCRIPTS = /<script\b|\son[a-z]{2,}\s*=|javascript:/i;

/** The scripts in a text; undefined where there are none. */
export function scriptsIn(text: string, language: LanguageId): PageProgram | undefined {
  const known = scriptLanguagesIn(language);
  if (known.length === 0 || !MAY_HOLD_SCRIPTS.test(text)) return undefined;
  const parts: Part[] = [];
  const languages = new Set<LanguageId>();
  for (const element of elementsOf(withoutTemplateCode(text, language === "php"))) {
    for (const attribute of element.attributes) parts.push(...handlerOf(attribute));
    const written = element.name === "script" ? scriptLanguage(element.attributes) : undefined;
    if (!written || !known.includes(written) || element.content === undefined) continue;
    languages.add(written);
    const { start, end, text: code } = element.content;
    parts.push({ start: start - 1, end: start, written: ";" }, { start, end, written: code, code: "content" });
  }
  const pieces = piecesOf(parts);
  if (pieces.length === 0) return undefined;
  const own = (["tsx", "typescript"] as const).find((each) => languages.has(each)) ?? "javascript";
  return { language: own, text: blankedBut(text, parts), pieces };
}

// What template engines put in: ERB, EJS, JSP, PHP; Mustache, Jinja, Twig, Liquid.

const OPENING = /<%|<\?(?!xml)|\{%|\{#|\{\{\{?[^{}\n]*\}\}\}?/g;
/** What ends what one of these begins, and whether in the same line. `{{ }}` are found whole. */
const CLOSING: Readonly<Record<string, { readonly end: string; readonly isInLine: boolean }>> = {
  "<%": { end: "%>", isInLine: false },
  "<?": { end: "?>", isInLine: false },
  "{%": { end: "%}", isInLine: true },
  "{#": { end: "#}", isInLine: true },
};
const WRITES_VALUE = /^(?:<%(?:=|-(?!-))|<\?(?:=|php\s+(?:echo|print)\b)|\{\{(?![{~]?\s*[#/!>^]))/;

/** In linear time, however much is opened and never closed. */
function withoutTemplateCode(text: string, isPhp: boolean): string {
  const next = { "\n": nextIn(text, "\n") } as Record<string, (from: number) => number>;
  let result = "";
  let at = 0;
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(text); found; found = OPENING.exec(text)) {
    const [opening] = found;
    const start = found.index;
    const closing = CLOSING[opening];
    let end = start + opening.length;
    if (closing) {
      next[closing.end] ??= nextIn(text, closing.end);
      const close = next[closing.end]!(end);
      const isClosed = close < (closing.isInLine ? next["\n"]!(end) : text.length);
      if (!isClosed && (!isPhp || opening !== "<?")) continue;
      // A file of PHP may end in code.
      end = isClosed ? close + closing.end.length : text.length;
    }
    const code = text.slice(start, end);
    result += text.slice(at, start) + (WRITES_VALUE.test(code) ? nameFor(code) : blank(code));
    at = end;
    OPENING.lastIndex = end;
  }
  return result + text.slice(at);
}

/** A name as long as what it stands for; of several lines, in the first. */
function nameFor(code: string): string {
  const [first = ""] = code.split(/[\r\n]/, 1);
  return "_".repeat(first.length) + blank(code.slice(first.length));
}

// Elements with their attributes, as far as is needed to tell scripts from text.

interface Attribute {
  readonly name: string;
  readonly value: string;
  /** Of the value, if it is in quotes. */
  readonly quoted: Span | undefined;
}

interface Element {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  /** Of elements whose content is text and nothing else. */
  readonly content: (Span & { readonly text: string }) | undefined;
}

const NAME = /[a-z][\w:-]*/iy;
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y;
const RAW_TEXT = new Set(["script", "style", "textarea", "title"]);

function* elementsOf(text: string): Generator<Element> {
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) {
      at = text.indexOf("-->", at + 4);
      if (at < 0) return;
      continue;
    }
    const name = matchAt(NAME, text, at + 1)?.[0].toLowerCase();
    if (name === undefined) {
      at++;
      continue;
    }
    const attributes: Attribute[] = [];
    at += 1 + name.length;
    for (let found = matchAt(ATTRIBUTE, text, at); found; found = matchAt(ATTRIBUTE, text, at)) {
      at += found[0].length;
      attributes.push(attributeOf(found, at));
    }
    while (/[\s/]/.test(text[at] ?? "")) at++;
    if (text[at] !== ">") {
      yield { name, attributes, content: undefined };
      continue;
    }
    const start = at + 1;
    const end = RAW_TEXT.has(name) ? endOfContent(text, name, start) : start;
    const content = RAW_TEXT.has(name) ? { start, end, text: text.slice(start, end) } : undefined;
    yield { name, attributes, content };
    at = end;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function attributeOf([, name, double, single, bare]: RegExpExecArray, end: number): Attribute {
  const quoted = double ?? single;
  const span = quoted === undefined ? undefined : { start: end - 1 - quoted.length, end: end - 1 };
  return { name: name!.toLowerCase(), value: quoted ?? bare ?? "", quoted: span };
}

function endOfContent(text: string, name: string, start: number): number {
  const close = new RegExp(`</${name}\\b`, "gi");
  close.lastIndex = start;
  return close.exec(text)?.index ?? text.length;
}

const SCRIPT_TYPE = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|type)script|text\/(?:babel|jsx))$/i;
const LANGUAGES_WRITTEN: Readonly<Record<string, LanguageId>> = {
  "": "javascript",
  js: "javascript",
  jsx: "javascript",
  javascript: "javascript",
  ts: "typescript",
  typescript: "typescript",
  tsx: "tsx",
};

/** The language of a script element; undefined where its content is data, or not what runs. */
function scriptLanguage(attributes: readonly Attribute[]): LanguageId | undefined {
  const attribute = (wanted: string) => attributes.find(({ name }) => name === wanted)?.value.trim();
  const type = attribute("type") ?? "";
  if (attribute("src") !== undefined || !SCRIPT_TYPE.test(type)) return undefined;
  const written = attribute("lang") ?? attribute("language") ?? (/typescript/i.test(type) ? "ts" : "");
  return LANGUAGES_WRITTEN[written.toLowerCase()];
}

// What handles an event is a function of its own.

const HANDLER = /^on[a-z]{2,}$/;
const ADDRESS = /^(?:href|src|action|formaction)$/;
const BEFORE_HANDLER = ";()=>{";
const ENTITIES = /(?:&(?:quot|apos|amp|lt|gt|#0*3[49]|#x0*2[27]);)+/gi;
const ENTITY_TEXTS: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: "&", lt: "<", gt: ">" };

function handlerOf({ name, value, quoted }: Attribute): Part[] {
  const isHandler = HANDLER.test(name) || (ADDRESS.test(name) && /^\s*javascript:/i.test(value));
  if (!isHandler || !quoted || value.trim() === "") return [];
  const { start, end } = quoted;
  // The white space before, the name, `=` and a quote are never shorter than this.
  const from = start - BEFORE_HANDLER.length;
  if (from < 0) return [];
  return [
    { start: from, end: start, written: BEFORE_HANDLER },
    { start, end, written: withoutEntities(value), code: "attribute" },
    { start: end, end: end + 1, written: "}" },
  ];
}

/** As long as before: what entities in a row stand for comes first, blanks after it. */
function withoutEntities(value: string): string {
  return value.replace(ENTITIES, (row) =>
    row.replace(/&([^;]*);/g, (_, name: string) => entityText(name)).padEnd(row.length),
  );
}

function entityText(name: string): string {
  return ENTITY_TEXTS[name.toLowerCase()] ?? (/^#(?:0*34|x0*22)$/i.test(name) ? '"' : "'");
}
