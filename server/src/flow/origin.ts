// Origins: interned library paths that expressions stand for (`express().get`), and the reading of paths as models write
// them. An origin is a small integer, so that comparing and remembering them is cheap; it means nothing outside this
// process. Which rows of models an origin is meant by is model-index.ts's business.

import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { innerMap } from "../text/multimap.ts";

/** An interned path; 0 is "nothing known". */
export type Origin = number;
export const NO_ORIGIN: Origin = 0;

export enum Link {
  /** A module or global; symbol: its name. */
  Root,
  /** A member, or an element with a constant key; symbol: the name. */
  Member,
  /** An element whose key is not known. */
  Element,
  /** What calling gives. */
  Call,
  /** What `new` gives: also an instance of the class. */
  Instance,
}

/** Paths longer than this are of no library, but of code that reads what it just read in a loop. */
const LONGEST = 16;

const links: Link[] = [Link.Root];
const symbols: Sym[] = [0];
const parents: Origin[] = [0];
const depths: number[] = [0];
const known = new Map<number, Map<Sym, Origin>>();

function make(link: Link, parent: Origin, symbol: Sym): Origin {
  if (depths[parent]! >= LONGEST) return NO_ORIGIN;
  const key = parent * 8 + link;
  const bySymbol = innerMap(known, key);
  let origin = bySymbol.get(symbol);
  if (origin === undefined) {
    origin = links.length;
    links.push(link);
    symbols.push(symbol);
    parents.push(parent);
    depths.push(depths[parent]! + 1);
    bySymbol.set(symbol, origin);
  }
  return origin;
}

const DEFAULT = intern("default");
const DOTTED = /^[\w$]+(\.[\w$]+)+$/;

export function rootOrigin(name: Sym): Origin {
  return name === 0 ? NO_ORIGIN : make(Link.Root, NO_ORIGIN, name);
}

export function memberOrigin(of: Origin, name: Sym): Origin {
  if (of === NO_ORIGIN || name === 0) return NO_ORIGIN;
  // ES and CommonJS disagree on whether a module is its default export; paths speak of neither.
  return name === DEFAULT && links[of] === Link.Root ? of : make(Link.Member, of, name);
}

export function elementOrigin(of: Origin): Origin {
  return of === NO_ORIGIN ? NO_ORIGIN : make(Link.Element, of, 0);
}

export function callOrigin(of: Origin): Origin {
  return of === NO_ORIGIN ? NO_ORIGIN : make(Link.Call, of, 0);
}

export function instanceOrigin(of: Origin): Origin {
  return of === NO_ORIGIN ? NO_ORIGIN : make(Link.Instance, of, 0);
}

/** A name as `names.ts` qualifies it: `os.path.join`, `java.lang.Runtime`; a module that is not a dotted name stays one root. */
export function qualifiedOrigin(module: string, members: readonly string[] = []): Origin {
  // PHP's namespaces are written with a backslash, and in models with a dot.
  const name = module.replaceAll("\\", ".");
  const parts = DOTTED.test(name) ? name.split(".") : [module];
  let origin = rootOrigin(intern(parts[0]!));
  for (const part of [...parts.slice(1), ...members]) origin = memberOrigin(origin, intern(part));
  return origin;
}

export function linkOf(origin: Origin): Link {
  return links[origin]!;
}

export function linkSymbol(origin: Origin): Sym {
  return symbols[origin]!;
}

export function linkParent(origin: Origin): Origin {
  return parents[origin]!;
}

/** As models write it, for messages and tests. */
export function printOrigin(origin: Origin): string {
  const parts: string[] = [];
  for (let at = origin; at !== NO_ORIGIN; at = parents[at]!) {
    const name = nameOf(symbols[at]!);
    const link = links[at]!;
    if (link === Link.Root) parts.push(/^[\w$]+$/.test(name) ? name : JSON.stringify(name));
    else if (link === Link.Member) parts.push(/^[\w$]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
    else parts.push(link === Link.Element ? "[*]" : "()");
  }
  return parts.reverse().join("");
}

/** One step of a path as models write it; `ways` has one entry, or the alternatives of `{a,b.c}`: names, one below the other. */
export type PathPart =
  | { readonly kind: "root"; readonly ways: readonly (readonly string[])[] }
  | { readonly kind: "member"; readonly ways: readonly (readonly string[])[] }
  | { readonly kind: "wildcard" }
  | { readonly kind: "call" };

/** What a path is made of; the last alternative takes the rest where nothing else does. */
const PATH_TOKENS = /\s+|"[^"]*"|\{[^{}]*\}|[\w$@-]+[?!]?|\(\)|\[(?:\*|"[^"]*"|'[^']*'|\d+)\]|[*.]|[\s\S]+/g;
const NAME = /^[\w$@-]+[?!]?$/;
const KEY = /^\[(?:"([^"]*)"|'([^']*)'|(\d+))\]$/;

/** Reads a path; a text that is none gives what is wrong with it. */
export function parseApiPath(path: string): readonly PathPart[] | { readonly error: string } {
  const parts: PathPart[] = [];
  let expectsName = true;
  let at = 0;
  for (const token of path.match(PATH_TOKENS) ?? []) {
    const rest = (): string => JSON.stringify(path.slice(at));
    if (token === ".") {
      if (expectsName) return { error: `a name is missing before ${rest()}` };
      expectsName = true;
    } else if (token.trim() !== "") {
      const isName = token[0] !== "(" && token[0] !== "[";
      const part = isName ? namePart(token, parts.length === 0 ? "root" : "member") : belowPart(token);
      if (!part) return { error: `${rest()} is neither a name, a call nor an element` };
      if (isName !== expectsName)
        return { error: isName ? `there is no dot before ${rest()}` : `a name is missing before ${rest()}` };
      if ("error" in part) return part;
      parts.push(part);
      expectsName = false;
    }
    at += token.length;
  }
  if (expectsName) return { error: "a name is missing at its end" };
  if (parts[0]!.kind === "wildcard" && !isAnyMember(parts))
    return { error: "behind *. one name may stand, or names in braces" };
  return parts;
}

function namePart(token: string, kind: "root" | "member"): PathPart | { readonly error: string } | undefined {
  if (NAME.test(token)) return { kind, ways: [[token]] };
  if (token === "*") return { kind: "wildcard" };
  const inner = token.slice(1, -1);
  if (token[0] === '"' && token === `"${inner}"`) return { kind, ways: [namesOf(inner, kind)] };
  if (token[0] !== "{" || token !== `{${inner}}`) return undefined;
  const ways = readAlternatives(inner, kind);
  return ways ? { kind, ways } : { error: `"${token}" holds what is no name` };
}

/** Of a call or an element. */
function belowPart(token: string): PathPart | undefined {
  if (token === "()") return { kind: "call" };
  if (token === "[*]") return { kind: "wildcard" };
  const [, doubleKey, singleKey, position] = KEY.exec(token) ?? [];
  const key = doubleKey ?? singleKey ?? position;
  return key === undefined ? undefined : { kind: "member", ways: [[key]] };
}

function isAnyMember([, name, ...others]: readonly PathPart[]): boolean {
  return name?.kind === "member" && others.length === 0 && name.ways.every((way) => way.length === 1);
}

/** A quoted module that is a dotted name after all is the path that imports of it give. */
function namesOf(quoted: string, kind: "root" | "member"): readonly string[] {
  return kind === "root" && DOTTED.test(quoted) ? quoted.split(".") : [quoted];
}

function readAlternatives(text: string, kind: "root" | "member"): (readonly string[])[] | undefined {
  const ways: (readonly string[])[] = [];
  for (const each of text.split(",")) {
    const [, quoted, plain] = /^\s*(?:"([^"]+)"|([\w$@-]+[?!]?(?:\.[\w$@-]+[?!]?)*))\s*$/.exec(each) ?? [];
    if (quoted !== undefined) ways.push(namesOf(quoted, kind));
    else if (plain !== undefined) ways.push(plain.split("."));
    else return undefined;
  }
  return ways;
}
