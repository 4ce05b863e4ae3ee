// Bicep to the common AST, in the shapes of the JSON template that it compiles to, so that the rules for such templates, whose patterns are written
// in JSON, hold here: a resource is an Object with its `type`, a child in it is one of its `resources`, a parameter has a `type` and a
// `defaultValue`, an output stands in `outputs`. Literals, objects and arrays are read; every other expression is Opaque, as is an object with a
// spread, of which nobody knows what it lacks.

import { Ast, AstBuilder, LONGEST_INTERNED } from "../ast.ts";
import { Kind, Role } from "../kind.ts";
import { intern } from "../symbols.ts";
import type { TextLowering } from "../text-lowering.ts";
import { BicepTokens } from "./bicep-tokens.ts";
import { cookEscapes } from "./escapes.ts";

/** Deeper objects and arrays are Opaque. */
const DEEPEST = 100;

/** What an expression goes on with in the next line, and what it cannot end with. */
const CONTINUES = /^(?:[?:]|\.(?!\.)|&&|\|\||==|!=|=~|!~|\+|%|=>)/;
const IS_OPEN = /[:.=+\-/%&|]$/;

export const bicep: TextLowering = {
  languages: ["bicep"],
  /** What patterns are written in. */
  embeds: ["json"],
  lowerText: (text) => new BicepLowerer(text).run(),
};

interface Range {
  readonly start: number;
  readonly end: number;
}

class BicepLowerer {
  readonly #text: string;
  readonly #tokens: BicepTokens;
  readonly #out = new AstBuilder();
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = new BicepTokens(text);
  }

  run(): Ast {
    const root = this.#out.open(Kind.Module, Role.None, 0, this.#text.length);
    let isSecret = false;
    for (let at = this.#tokens.skipSpace(0); at < this.#text.length; at = this.#tokens.skipSpace(at)) {
      const isDecorator = this.#text[at] === "@";
      const end = Math.max(this.#expressionEnd(at), at + 1);
      if (isDecorator) isSecret ||= /^@(?:sys\s*\.\s*)?secure\b/.test(this.#text.slice(at, end));
      else {
        this.#declaration(at, end, isSecret);
        isSecret = false;
      }
      at = end;
    }
    this.#out.close(root);
    return new Ast("bicep", this.#text, this.#out.finish());
  }

  #declaration(start: number, end: number, isSecret: boolean): void {
    const keyword = this.#text.slice(start, this.#tokens.nameEnd(start));
    const name = this.#nameAfter(start + keyword.length);
    if (!name || name.end > end) return;
    const statement = (write: () => void) => {
      const node = this.#out.open(Kind.ExpressionStatement, Role.Statement, start, end);
      write();
      this.#out.close(node);
    };
    switch (keyword) {
      case "resource":
      case "module":
        statement(() => this.#resource(start, end, Role.Expression));
        break;
      case "param":
        statement(() => this.#typed({ start, end }, name, isSecret, "defaultValue", Role.Expression));
        break;
      case "output":
        statement(() => this.#output({ start, end }, name, isSecret));
        break;
      case "var":
        statement(() => this.#variable({ start, end }, name));
        break;
    }
  }

  #nameAfter(from: number): Range | undefined {
    const start = this.#tokens.skipSpace(from);
    const end = this.#tokens.nameEnd(start);
    return end > start ? { start, end } : undefined;
  }

  /** From `resource` on: the name, the type with its version, and the body. */
  #resource(start: number, end: number, role: Role): void {
    const name = this.#nameAfter(this.#tokens.nameEnd(start));
    const typeStart = this.#tokens.skipSpace(name?.end ?? end);
    const typeEnd = this.#tokens.end(typeStart);
    const equals = this.#text.indexOf("=", typeEnd);
    const isThere = this.#text[typeStart] === "'" && equals >= 0 && equals < end;
    const isMade =
      isThere && this.#text.startsWith("resource", start) && !/\bexisting\b/.test(this.#text.slice(typeEnd, equals));
    const node = this.#out.open(Kind.Object, role, start, end);
    if (isMade) {
      const [type = ""] = this.#text.slice(typeStart + 1, typeEnd - 1).split("@");
      this.#pair("type", { start: typeStart, end: typeEnd }, () =>
        this.#string(typeStart + 1, typeStart + 1 + type.length, type, Role.Value),
      );
    }
    const body = isThere ? this.#bodyIn(equals + 1, end) : undefined;
    if (body) this.#entries(body);
    this.#out.close(node);
  }

  /** The object of a resource, behind `if (…)` and in `[for … : …]`. */
  #bodyIn(from: number, end: number): Range | undefined {
    for (let at = this.#tokens.skipSpace(from); at < end; at = this.#tokens.skipSpace(at)) {
      const sign = this.#text[at];
      if (sign === "{") {
        const range = { start: at, end: this.#tokens.end(at) };
        return this.#hasSpread(range) ? undefined : range;
      }
      if (sign === "[") at++;
      else if (sign === "(" || sign === "'") at = this.#tokens.end(at);
      else at = Math.max(this.#tokens.nameEnd(at), at + 1);
    }
    return undefined;
  }

  /** `name type = value` as the object that a template has for it. */
  #typed({ start, end }: Range, name: Range, isSecret: boolean, key: string, role: Role): void {
    const equals = this.#equalsIn(name.end, end);
    const typeStart = Math.min(this.#tokens.skipSpace(name.end), end);
    const typeEnd = this.#lastIn(typeStart, equals ?? end);
    const type = this.#text.slice(typeStart, typeEnd);
    const node = this.#out.open(Kind.Object, role, start, end);
    const typeSaid = isSecret ? `secure${type}` : type;
    this.#pair("type", { start: typeStart, end: typeEnd }, () =>
      this.#string(typeStart, typeEnd, typeSaid, Role.Value),
    );
    if (equals !== undefined)
      this.#pair(key, { start: equals, end }, () => this.#value(this.#tokens.skipSpace(equals + 1), end, Role.Value));
    this.#out.close(node);
  }

  #equalsIn(from: number, end: number): number | undefined {
    let at = from;
    while (at < end) {
      const sign = this.#text[at]!;
      if (sign === "=") return at;
      at = /[{([']/.test(sign) || this.#tokens.isComment(at) ? this.#tokens.end(at) : at + 1;
    }
    return undefined;
  }

  #output(range: Range, name: Range, isSecret: boolean): void {
    const outer = this.#out.open(Kind.Object, Role.Expression, range.start, range.end);
    this.#pair("outputs", range, () => {
      const outputs = this.#out.open(Kind.Object, Role.Value, name.start, range.end);
      const place = { start: name.start, end: range.end };
      this.#pair(this.#text.slice(name.start, name.end), place, () =>
        this.#typed(place, name, isSecret, "value", Role.Value),
      );
      this.#out.close(outputs);
    });
    this.#out.close(outer);
  }

  #variable({ start, end }: Range, name: Range): void {
    const equals = this.#equalsIn(name.end, end);
    if (equals === undefined) return;
    const outer = this.#out.open(Kind.Object, Role.Expression, start, end);
    this.#pair(this.#text.slice(name.start, name.end), { start: name.start, end }, () =>
      this.#value(this.#tokens.skipSpace(equals + 1), end, Role.Value),
    );
    this.#out.close(outer);
  }

  /** Without `keyEnd`, a key that is no more than a place. */
  #pair(key: string, { start, end }: Range, value: () => void, keyEnd = start): void {
    const pair = this.#out.open(Kind.Pair, Role.Element, start, end);
    this.#string(start, keyEnd, key, Role.Key);
    value();
    this.#out.close(pair);
  }

  #value(start: number, end: number, role: Role): void {
    const last = this.#lastIn(start, end);
    const isWhole = this.#tokens.end(start) === last;
    const sign = this.#text[start];
    if (isWhole && sign === "'") this.#quoted(start, last, role);
    else if (isWhole && sign === "{") this.#object({ start, end: last }, role);
    else if (isWhole && sign === "[") this.#array({ start, end: last }, role);
    else this.#word(start, Math.max(start, last), role);
  }

  /** Where an expression ends, without the space and the comments behind it. */
  #lastIn(start: number, end: number): number {
    let last = start;
    for (let at = this.#tokens.skipSpace(start); at < end; at = this.#tokens.skipSpace(last))
      last = /[{([']/.test(this.#text[at]!) ? this.#tokens.end(at) : Math.max(this.#tokens.nameEnd(at), at + 1);
    return Math.min(last, end);
  }

  #word(start: number, end: number, role: Role): void {
    const text = this.#text.slice(start, Math.min(end, start + LONGEST_INTERNED));
    if (/^-?\d+$/.test(text)) this.#out.leaf(Kind.Number, role, start, end, intern(text));
    else if (text === "true" || text === "false") this.#out.leaf(Kind.Boolean, role, start, end, intern(text));
    else if (text === "null") this.#out.leaf(Kind.Null, role, start, end, intern(text));
    else this.#out.leaf(Kind.Opaque, role, start, end);
  }

  #quoted(start: number, end: number, role: Role): void {
    if (this.#tokens.isInterpolated(start)) {
      this.#out.leaf(Kind.Opaque, role, start, end);
      return;
    }
    const isRaw = this.#text.startsWith("'''", start) && end - start >= 6;
    const text = isRaw
      ? this.#text.slice(start + 3, end - 3).replace(/^\r?\n/, "")
      : this.#text.slice(start + 1, end - 1);
    this.#string(start, end, isRaw ? text : cookEscapes(text), role);
  }

  #string(start: number, end: number, value: string, role: Role): void {
    this.#out.leaf(Kind.String, role, start, end, intern(value.slice(0, LONGEST_INTERNED)));
  }

  #array(range: Range, role: Role): void {
    if (/^\[\s*for\b/.test(this.#text.slice(range.start, range.start + LOOKED_AT)) || this.#depth >= DEEPEST) {
      this.#out.leaf(Kind.Opaque, role, range.start, range.end);
      return;
    }
    const node = this.#out.open(Kind.Array, role, range.start, range.end);
    this.#depth++;
    for (const item of this.#items(range))
      if (this.#text.startsWith("...", item.start)) this.#out.leaf(Kind.Opaque, Role.Element, item.start, item.end);
      else this.#value(item.start, item.end, Role.Element);
    this.#depth--;
    this.#out.close(node);
  }

  #object(range: Range, role: Role): void {
    if (this.#depth >= DEEPEST || this.#hasSpread(range)) {
      this.#out.leaf(Kind.Opaque, role, range.start, range.end);
      return;
    }
    const node = this.#out.open(Kind.Object, role, range.start, range.end);
    this.#entries(range);
    this.#out.close(node);
  }

  #hasSpread(range: Range): boolean {
    for (const { start } of this.#items(range)) if (this.#text.startsWith("...", start)) return true;
    return false;
  }

  #entries(range: Range): void {
    if (this.#depth >= DEEPEST) return;
    this.#depth++;
    for (const { start, end } of this.#items(range)) this.#entry(start, end);
    this.#depth--;
  }

  #entry(start: number, end: number): void {
    const isQuoted = this.#text[start] === "'";
    const keyEnd = isQuoted ? this.#tokens.end(start) : this.#tokens.nameEnd(start);
    const key = isQuoted ? cookEscapes(this.#text.slice(start + 1, keyEnd - 1)) : this.#text.slice(start, keyEnd);
    const colon = this.#tokens.skipSpace(keyEnd);
    if (this.#text[colon] === ":" && keyEnd > start && colon < end)
      this.#pair(key, { start, end }, () => this.#value(this.#tokens.skipSpace(colon + 1), end, Role.Value), keyEnd);
    else if (key === "resource")
      this.#pair("resources", { start, end }, () => {
        const list = this.#out.open(Kind.Array, Role.Value, start, end);
        this.#resource(start, end, Role.Element);
        this.#out.close(list);
      });
  }

  /** What stands in the lines of an object or array, or between its commas, without decorators. */
  *#items({ start, end }: Range): Generator<Range> {
    for (let at = this.#tokens.skipSpace(start + 1); at < end - 1; at = this.#tokens.skipSpace(at)) {
      const isSeparator = this.#text[at] === ",";
      const itemEnd = isSeparator ? at + 1 : Math.min(Math.max(this.#expressionEnd(at), at + 1), end - 1);
      if (!isSeparator && this.#text[at] !== "@") yield { start: at, end: itemEnd };
      at = itemEnd;
    }
  }

  /** An expression or declaration ends with its line, unless something is open or the next line goes on with it; and before what closes. */
  #expressionEnd(start: number): number {
    let at = start;
    let last = start;
    while (at < this.#text.length) {
      const sign = this.#text[at]!;
      if (/[,}\])]/.test(sign)) return at;
      if (sign === "\n") {
        const next = this.#tokens.skipSpace(at);
        const isOpen = last > start && IS_OPEN.test(this.#text[last - 1]!);
        if (!isOpen && !CONTINUES.test(this.#text.slice(next, next + 2))) return at;
        at = next;
      } else if (this.#tokens.isComment(at)) at = this.#tokens.end(at);
      else {
        at = /[{([']/.test(sign) ? this.#tokens.end(at) : at + 1;
        if (!/\s/.test(sign)) last = at;
      }
    }
    return at;
  }
}

const LOOKED_AT = 40;
