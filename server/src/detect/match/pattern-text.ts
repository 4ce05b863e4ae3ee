// Rewrites a pattern's text so that its language's grammar can parse it: metavariables, `...`, `$...X`, `<... e ...>` and
// typed metavariables become names that the grammar takes, and a table says what each name stands for. What stands in
// strings is left alone; there it is told apart when values are compared.

import { Kind } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import type { PatternNames, Placeholder } from "../../syntax/lowering.ts";
import { cTypeName, isCFamily } from "./match-c-types.ts";
import { isMetavariable, isMetavariableEllipsis, type TypePattern } from "./pattern.ts";
import { ANY_TYPE_NAME, patternSyntax } from "./pattern-syntax.ts";

/** One of the ways in which a pattern may be spelled for the grammar; the parser tries several. */
export interface SpellingOptions {
  /** `...` between statements ends with a semicolon. */
  readonly endsEllipsisStatements: boolean;
  /** Metavariables begin with a small letter (in languages where capitals make a name a constant or type). */
  readonly startsSmall: boolean;
  /** `...` among the entries of a map is an entry. */
  readonly pairsInBraces: boolean;
  /** `...` in braces is spelled as a member of a class (a declaration), where the language needs one. */
  readonly declaresEllipses: boolean;
  /** `f($X: int)` is typed without parentheses of its own. */
  readonly typesArguments: boolean;
}

export interface SpelledPattern {
  readonly text: string;
  readonly names: PatternNames;
  /** What the placeholders of typed metavariables must be. */
  readonly types: ReadonlyMap<string, TypePattern>;
}

export const ELLIPSIS_NAME = "ellipsis_";
/** How the name of a metavariable begins that is a whole statement. */
export const STATEMENT_NAME = "statement_";
const DEEP_NAME = "deep_ellipsis_";
const TYPED_NAME = "typed_";

export class PlaceholderNames implements PatternNames {
  readonly #known = new Map<string, Placeholder>();
  readonly #keepsDollar: boolean;

  constructor(keepsDollar: boolean) {
    this.#keepsDollar = keepsDollar;
  }

  add(name: string, kind: Kind, metavariable: string): void {
    this.#known.set(name, { kind, name: metavariable });
  }

  placeholder(name: string): Placeholder | undefined {
    const known = this.#known.get(name);
    if (known) return known;
    if (this.#keepsDollar && isMetavariable(name)) return { kind: Kind.Metavariable, name };
    return undefined;
  }
}

export function spellPattern(source: string, language: LanguageId, options: SpellingOptions): SpelledPattern {
  return new Speller(source, language, options).spell();
}

/** `p`: the parenthesis of a list of parameters; `@`: that of an annotation. */
type Bracket = "(" | "[" | "{" | "<" | "p" | "@";

class Speller {
  readonly #source: string;
  readonly #language: LanguageId;
  readonly #options: SpellingOptions;
  readonly #syntax: ReturnType<typeof patternSyntax>;
  readonly #names: PlaceholderNames;
  readonly #types = new Map<string, TypePattern>();
  #out = "";
  #at = 0;
  readonly #open: Bracket[] = [];
  #count = 0;

  constructor(source: string, language: LanguageId, options: SpellingOptions) {
    this.#options = options;
    this.#language = language;
    this.#syntax = patternSyntax(language);
    // An attribute's value may be a metavariable without braces around it.
    this.#source =
      this.#syntax.spreadsBefore && /^\s*</.test(source)
        ? source.replace(/(\s[\w:-]+=)(\$[A-Z_][A-Z_0-9]*)(?=[\s/>])/g, "$1{$2}")
        : // The grammar reads `[](x)` as a lambda.
          source.replace(/\bdelete\s*\[\s*\]\s*\(\s*(\$\w+)\s*\)/g, "delete[] $1");
    this.#names = new PlaceholderNames(this.#syntax.keepsDollar);
  }

  spell(): SpelledPattern {
    while (this.#at < this.#source.length) this.#step();
    return { text: this.#out, names: this.#names, types: this.#types };
  }

  #rest(): string {
    return this.#source.slice(this.#at);
  }

  #copy(length: number): void {
    this.#out += this.#source.slice(this.#at, this.#at + length);
    this.#at += length;
  }

  #step(): void {
    const sign = this.#source[this.#at]!;
    if (this.#skipText(sign)) return;
    if (sign === "$" && (this.#typedArgument() || this.#metavariable())) return;
    if (sign === "." && this.#source.startsWith("...", this.#at) && this.#ellipsis()) return;
    if (sign === "<" && this.#source.startsWith("<...", this.#at)) {
      this.#names.add(DEEP_NAME, Kind.DeepEllipsis, "<...>");
      const { deepCall } = this.#syntax;
      this.#out += deepCall ? `${deepCall[0]}${DEEP_NAME} ` : `${DEEP_NAME}(`;
      this.#open.push("<");
      this.#at += 4;
      return;
    }
    if (sign === "(" && this.#typedMetavariable()) return;
    if (sign === "(") this.#open.push(this.#opensAnnotation() ? "@" : this.#opensParameters() ? "p" : "(");
    else if (sign === "[" || sign === "{") this.#open.push(sign);
    else if (sign === ")" || sign === "]" || sign === "}") this.#open.pop();
    this.#copy(1);
  }

  #opensAnnotation(): boolean {
    return this.#syntax.annotationEllipsis !== undefined && /@[\w.$]+\s*$/.test(this.#out);
  }

  /** Whether the parenthesis here opens a list of parameters, where that must be spelled otherwise than one of arguments. */
  #opensParameters(): boolean {
    const { parameterEllipsis, parametersFollow } = this.#syntax;
    if (!parameterEllipsis) return false;
    if (parametersFollow) return parametersFollow.test(this.#out);
    const before = /(?:([\w$>\]?*&.]+)\s+)?([\w$~]+)\s*$/.exec(this.#out);
    if (
      !before ||
      /^(?:if|elseif|for|foreach|while|switch|catch|synchronized|try|using|lock|return|throw|fixed|new)$/.test(
        before[2]!,
      )
    )
      return false;
    const type = before[1];
    const isTyped =
      type !== undefined &&
      !/^(?:new|return|throw|else|await|case|in|yield|goto|echo|print|and|or|not|=|[-+*/&|<>]+)$/.test(type) &&
      /[\w$>\]*&]$/.test(type) &&
      !/[=(,]$/.test(type);
    const end = closingBracket(this.#source, this.#at);
    const after = end < 0 ? "" : this.#source.slice(end + 1);
    const hasBody = /^\s*(?:throws\s+[\w$., ]+|:\s*\??[\w$|\\ ]+|use\s*\([^)]*\)|const|noexcept)?\s*(?:\{|=>)/.test(
      after,
    );
    const isConstruction = /\bnew\s+[\w$.<>,\s]*$/.test(this.#out);
    return (
      (isTyped || hasBody) &&
      !isConstruction &&
      (hasBody || /^\s*(?:throws\b|;|$|\))/.test(after) || (isTyped && end < 0))
    );
  }

  /** Strings, regular expressions and comments are copied as they are; true when one was. */
  #skipText(sign: string): boolean {
    const { strings, lineComments, hasRegex } = this.#syntax;
    for (const start of lineComments)
      if (this.#source.startsWith(start, this.#at) && /(^|\s)$/.test(this.#out)) {
        const end = this.#source.indexOf("\n", this.#at);
        this.#copy((end < 0 ? this.#source.length : end) - this.#at);
        return true;
      }
    for (const { open, close, escapes, interpolates } of strings) {
      if (!this.#source.startsWith(open, this.#at)) continue;
      const end = endOfString(this.#source, this.#at + open.length, close, escapes);
      if (end < 0) return false;
      const inner = this.#source.slice(this.#at + open.length, end);
      // PHP would read a variable into it.
      if (this.#syntax.plainNamesAfter && open === '"' && standsForSomething(inner)) {
        this.#out += `'${inner}'`;
        this.#at = end + close.length;
        return true;
      }
      const prefix = /[a-zA-Z]*$/.exec(this.#out)![0];
      if (interpolates !== undefined && (interpolates.prefix === undefined || interpolates.prefix.test(prefix)))
        this.#interpolated(end + close.length, interpolates.open);
      else this.#copy(end + close.length - this.#at);
      return true;
    }
    if (sign === "/" && hasRegex && /(?:^|[(,=:[!&|?{};]|=~|\breturn|\bif|\bunless|\bwhen)\s*$/.test(this.#out)) {
      const match = /^\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/.exec(this.#rest());
      if (match) {
        this.#copy(match[0].length);
        return true;
      }
    }
    return false;
  }

  /** A string with code in it: only the code is rewritten. */
  #interpolated(end: number, open: string): void {
    let depth = 0;
    while (this.#at < end) {
      const sign = this.#source[this.#at]!;
      if (depth === 0) {
        if (this.#source.startsWith(open, this.#at) && !(open === "{" && this.#source.startsWith("{{", this.#at))) {
          this.#copy(open.length);
          depth = 1;
        } else this.#copy(sign === "\\" || (open === "{" && this.#source.startsWith("{{", this.#at)) ? 2 : 1);
        continue;
      }
      const quoted = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/.exec(this.#source.slice(this.#at, end))?.[0];
      if (quoted !== undefined) {
        this.#copy(quoted.length);
        continue;
      }
      if (sign === "{") depth++;
      if (sign === "}" && --depth === 0) {
        this.#copy(1);
        continue;
      }
      if (sign === "$" && this.#metavariable()) continue;
      if (this.#source.startsWith("...", this.#at)) {
        this.#names.add(ELLIPSIS_NAME, Kind.Ellipsis, "...");
        this.#out += ELLIPSIS_NAME;
        this.#at += 3;
        continue;
      }
      this.#copy(1);
    }
  }

  #metavariable(): boolean {
    const isUntyped =
      this.#syntax.parameterEllipsis &&
      this.#open.at(-1) === "p" &&
      /[(,]\s*$/.test(this.#out) &&
      /^\$[A-Z_0-9]+\s*[,)]/.test(this.#rest());
    const { untypedParameter, parametersHaveTypes } = this.#syntax;
    if (isUntyped && parametersHaveTypes && !untypedParameter) this.#out += `${ANY_TYPE_NAME} `;
    const rest = this.#rest();
    const many = /^\$\.\.\.([A-Z_][A-Z_0-9]*)/.exec(rest);
    if (many) {
      const name = `many_${many[1]}_`;
      this.#names.add(name, Kind.MetavariableEllipsis, `$...${many[1]}`);
      const { parameterEllipsis } = this.#syntax;
      this.#out +=
        parameterEllipsis && this.#open.at(-1) === "p"
          ? parameterEllipsis(name)
          : this.#statementEnd(name, many[0].length, false);
      this.#at += many[0].length;
      return true;
    }
    const one = /^\$([A-Z_][A-Z_0-9]*|\d+)(?![a-z\w])/.exec(rest);
    if (!one || !isMetavariable(one[0])) return false;
    if (this.#isBody(one[0].length)) {
      const name = `${STATEMENT_NAME}${one[1]}_`;
      this.#names.add(name, Kind.Metavariable, one[0]);
      this.#at += one[0].length;
      this.#out += this.#syntax.bareStatements ? name : `${name}()`;
      if (!/^\s*;/.test(this.#rest())) this.#out += ";";
      return true;
    }
    const { metavariableName, plainNamesAfter } = this.#syntax;
    const isPlain = plainNamesAfter?.test(this.#out) || (plainNamesAfter && /^\$[A-Z_0-9]+\s+[&.]*\$/.test(rest));
    const keepsDollar = this.#syntax.keepsDollar && !isPlain;
    if (keepsDollar) this.#out += this.#aloneInBlock(one[0].length) ? `${one[0]};` : one[0];
    else {
      const name = metavariableName
        ? metavariableName(one[1]!, this.#options.startsSmall)
        : `${this.#options.startsSmall ? "m" : "M"}V_${one[1]}_`;
      this.#names.add(name, Kind.Metavariable, one[0]);
      const written = this.#syntax.bareName?.(name) ?? (isUntyped && untypedParameter ? untypedParameter(name) : name);
      this.#out += this.#aloneInBlock(one[0].length) ? `${written};` : written;
    }
    this.#at += one[0].length;
    return true;
  }

  /** `if (...) $S`: the metavariable is what is done. */
  #isBody(length: number): boolean {
    if (!this.#options.endsEllipsisStatements || this.#open.length > 0 || !CONTROL.test(this.#source)) return false;
    return (
      /(?:\)|\belse|\bdo)\s*$/.test(this.#out) &&
      /^\s*(?:;\s*)?(?:$|else\b|while\b)/.test(this.#source.slice(this.#at + length))
    );
  }

  /** `{ $BODY }`: the metavariable is a statement. */
  #aloneInBlock(length: number): boolean {
    if (!this.#options.endsEllipsisStatements || this.#open.at(-1) !== "{" || this.#options.declaresEllipses)
      return false;
    return /[{};]\s*$/.test(this.#out) && /^\s*\}/.test(this.#source.slice(this.#at + length));
  }

  /** `$X: int` among arguments. */
  #typedArgument(): boolean {
    if (!this.#options.typesArguments || this.#open.at(-1) !== "(") return false;
    const found = /^(\$[A-Z_][A-Z_0-9]*)\s*:\s*([\w.[\]]+)(?=\s*[,)])/.exec(this.#rest());
    const type = found && parseType(found[2]!, this.#language);
    if (!found || !type) return false;
    this.#typed(found[1]!, type);
    this.#at += found[0].length;
    return true;
  }

  #typed(name: string, type: TypePattern): void {
    const placeholder = `${TYPED_NAME}${this.#types.size}_${name.slice(1)}_`;
    this.#types.set(placeholder, type);
    this.#names.add(placeholder, Kind.TypedMetavariable, name);
    this.#out += placeholder;
  }

  #ellipsis(): boolean {
    const before = this.#out.trimEnd();
    const after = this.#source.slice(this.#at + 3);
    // `<... e ...>` ends.
    if (this.#open.at(-1) === "<" && after.startsWith(">")) {
      this.#open.pop();
      this.#out = `${before}${this.#syntax.deepCall?.[1] ?? ")"}`;
      this.#at += 4;
      return true;
    }
    // `...x` and `x...` are the language's own spreads.
    if (this.#syntax.spreadsBefore && /^[\w$[{(]/.test(after) && !/\bfunction\s*\*?$/.test(before)) {
      this.#copy(3);
      return true;
    }
    if (
      this.#syntax.spreadsAfter &&
      /[\w$)\]]$/.test(this.#out) &&
      !/\b(?:return|case|in|not|and|or)$/.test(this.#out)
    ) {
      this.#copy(3);
      return true;
    }
    this.#at += 3;
    const name = this.#freshEllipsis();
    // `case ...` without a colon is any number of cases.
    if (this.#syntax.casesEnd && /\bcase$/.test(before) && /^[ \t]*(?:\n|\}|$)/.test(after)) {
      this.#out += `${name}:`;
      return true;
    }
    // `catch (...)` where what is caught has a type.
    if (this.#syntax.catchesTypes && /\bcatch\s*\($/.test(before) && /^\s*\)/.test(after)) {
      this.#out += `${ANY_TYPE_NAME} ${name}`;
      return true;
    }
    if (/(?:^|\W)for\s*\($/.test(before) && /^\s*\)/.test(after) && this.#options.endsEllipsisStatements)
      this.#out += `${name};;`;
    else if (/\.$/.test(before) && !/\.\.$/.test(before))
      // Where only calls are statements, the chain has to end with one.
      this.#out += this.#syntax.semicolons && /^\s*;/.test(after) ? `${name}()` : name;
    else if (this.#syntax.annotationEllipsis && this.#open.at(-1) === "@")
      this.#out += this.#syntax.annotationEllipsis(name);
    else if (this.#syntax.parameterEllipsis && this.#open.at(-1) === "p")
      this.#out += this.#syntax.parameterEllipsis(name);
    else if (this.#isEntry(before, after))
      this.#out += /^\s*,/.test(after) ? this.#syntax.entryEllipsis!(name) : `\n${this.#syntax.entryEllipsis!(name)}\n`;
    else if (
      this.#options.pairsInBraces &&
      this.#open.at(-1) === "{" &&
      !before.endsWith(":") &&
      !(this.#language === "ruby" && beginsBlock(this.#out)) &&
      this.#syntax.pairEllipsis
    )
      this.#out += this.#syntax.pairEllipsis(name);
    else if (this.#syntax.bareName) this.#out += this.#syntax.bareName(name);
    else {
      this.#at -= 3;
      this.#out += this.#statementEnd(name, 3, true);
      this.#at += 3;
    }
    return true;
  }

  #isEntry(before: string, after: string): boolean {
    const bracket = this.#open.at(-1);
    if (!this.#syntax.entryEllipsis || (bracket !== undefined && bracket !== "{")) return false;
    return (
      (before === "" ||
        /[{},]$/.test(before) ||
        (bracket === "{" && /^\s*\}/.test(after) && !/[=:(+*/?&|<>-]$/.test(before)) ||
        /\n[ \t]*$/.test(this.#out)) &&
      !/^\s*[=:]/.test(after) &&
      !/=$/.test(before)
    );
  }

  /** Some grammars take the same name twice in a list for an error, so that each ellipsis has its own. */
  #freshEllipsis(): string {
    const name = this.#count === 0 ? ELLIPSIS_NAME : `${ELLIPSIS_NAME}${this.#count}_`;
    this.#count++;
    this.#names.add(name, Kind.Ellipsis, "...");
    return name;
  }

  /** The name, with a semicolon behind it where it stands as a statement. */
  #statementEnd(name: string, length: number, mayDeclare: boolean): string {
    if (!this.#options.endsEllipsisStatements) return name;
    const bracket = this.#open.at(-1);
    if (bracket !== undefined && bracket !== "{") return name;
    const before = this.#out.trimEnd();
    const after = this.#source.slice(this.#at + length);
    if (/^\s*(?:[,;=:)\]]|\.(?!\.\.))/.test(after)) return name;
    const isAfterHead = /\)$/.test(before) || /(?:^|\W)(?:else|do|try|finally)$/.test(before);
    const isAfterCase = /\b(?:case\b[^;{}\n?]*|default\s*):$/.test(before);
    const isStatement =
      before === "" || /[{};]$/.test(before) || isAfterHead || isAfterCase || /\n[ \t]*$/.test(this.#out);
    if (!isStatement || (!isAfterCase && /(?:[,=(+\-*/%&|<>?:.]|\breturn)$/.test(before))) return name;
    const { memberEllipsis, declaresOnlyInClasses } = this.#syntax;
    // An array's braces hold no members.
    if (/=\s*\{$/.test(before) && memberEllipsis) return name;
    const isMember = mayDeclare && this.#options.declaresEllipses && !isAfterHead;
    return isMember && memberEllipsis && (!declaresOnlyInClasses || this.#isInClass())
      ? memberEllipsis(name)
      : isAfterHead && !this.#syntax.bareStatements
        ? `${name}();`
        : `${name};`;
  }

  /** Whether the innermost open brace is that of a class, or nothing says of what. */
  #isInClass(): boolean {
    let depth = 0;
    for (let at = this.#out.length - 1; at >= 0; at--) {
      const sign = this.#out[at];
      if (sign === "}") depth++;
      else if (sign === "{" && --depth < 0)
        return /\b(?:class|interface|trait|enum)\b[^{};]*$/.test(this.#out.slice(0, at));
    }
    return true;
  }

  /** `($X : T)` and `(T $X)`. */
  #typedMetavariable(): boolean {
    const { typedMetavariables } = this.#syntax;
    if (typedMetavariables === undefined) return false;
    // Behind a name it is a list of parameters or arguments.
    const before = this.#out.trimEnd();
    if (
      /[\w$\])>"'`]$/.test(before) &&
      !/(?:^|[^\w$.])(?:return|throw|case|in|not|and|or|await|yield|new|else|typeof|go|defer|print|echo|assert)$/.test(
        before,
      )
    )
      return false;
    const end = closingParenthesis(this.#source, this.#at);
    if (end < 0) return false;
    if (/^\s*(?:=>|->)/.test(this.#source.slice(end + 1))) return false;
    const inner = this.#source.slice(this.#at + 1, end).trim();
    const found =
      typedMetavariables === "after"
        ? /^(\$[A-Z_][A-Z_0-9]*)\s*:\s*([\s\S]+)$/.exec(inner)
        : /^([\s\S]*?[\s*&\]>])(\$[A-Z_][A-Z_0-9]*)$/.exec(inner);
    if (!found) return false;
    const [name, type] = typedMetavariables === "after" ? [found[1]!, found[2]!] : [found[2]!, found[1]!];
    if (isOperand(type, this.#language)) return false;
    const parsed = parseType(type, this.#language);
    if (!parsed) return false;
    this.#typed(name, parsed);
    this.#at = end + 1;
    return true;
  }
}

/** `($A && $B)`, `(flags & $BIT)`: what stands before the metavariable is no type. */
function isOperand(before: string, language: LanguageId): boolean {
  if (!/[*&]\s*$/.test(before)) return false;
  return (
    !isCFamily(language) ||
    /&&\s*$|^\$\w+\s*[*&]+\s*$|^(?!(?:char|int|long|short|double|float|bool|size_t)\b)[\w:]+\s*&\s*$/.test(before)
  );
}

const CONTROL = /^\s*(?:if|for|foreach|while|do)\b/;

function endOfString(source: string, from: number, close: string, escapes: boolean): number {
  for (let at = from; at < source.length; at++) {
    if (escapes && source[at] === "\\") at++;
    else if (source.startsWith(close, at)) return at;
  }
  return -1;
}

function closingParenthesis(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const sign = source[at]!;
    if (sign === "(") depth++;
    else if (sign === ")" && --depth === 0) return at;
    else if (sign === '"' || sign === ";" || sign === "\n" || sign === "{") return -1;
  }
  return -1;
}

/** The parenthesis that closes the one at `open`, whatever stands between; -1 when none does. */
export function closingBracket(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const sign = source[at]!;
    if (sign === "(") depth++;
    else if (sign === ")" && --depth === 0) return at;
  }
  return -1;
}

/** A type as it is written in most languages: `a.b.C<T, U>[]`, `*http.Request`, `[]byte`, `const char *`. */
export function parseType(source: string, language: string): TypePattern | undefined {
  const isC = isCFamily(language);
  let text = isC
    ? cTypeName(source)
    : source.trim().replace(/^(?:(?:const|struct|unsigned|final|static|volatile)\s+)+(?=\S)/, "");
  let arrays = 0;
  let pointers = 0;
  let references = 0;
  for (let changed = true; changed; ) {
    const shorter = text
      .replace(/\s*[*&]$|^[*&]\s*/, (sign) => {
        if (isC && sign.includes("&")) references++;
        else pointers++;
        return "";
      })
      .replace(/\s*\[\s*\]$|^\[\s*\]\s*/, () => {
        arrays++;
        return "";
      })
      .replace(/\?$/, "")
      .trim();
    changed = shorter !== text;
    text = shorter;
  }
  if (isC) text = cTypeName(text);
  const name = (isC ? C_TYPE_NAME : TYPE_NAME).exec(text)?.[0];
  if (name === undefined) return undefined;
  const rest = text.slice(name.length).trim();
  const dotted = name.replaceAll("::", ".").replaceAll("\\", ".");
  const signs = { arrays, pointers, ...(references > 0 && { references }) };
  if (rest === "") return { name: dotted, arguments: [], ...signs };
  const list = /^[<[]([\s\S]*)[>\]]$/.exec(rest);
  if (!list) return undefined;
  const parts = splitAtCommas(list[1]!).map((part) => parseType(part, language));
  return parts.every((part) => part !== undefined) ? { name: dotted, arguments: parts, ...signs } : undefined;
}

const TYPE_NAME = /^\$?[\w$]+(?:(?:\.|::|\\|\/)[\w$]+)*/;
/** A name of C may be of several words. */
const C_TYPE_NAME = /^[\w$]+(?:(?:::|\s+)[\w$]+)*/;

function splitAtCommas(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < list.length; at++) {
    if ("<[(".includes(list[at]!)) depth++;
    else if (">])".includes(list[at]!)) depth--;
    else if (list[at] === "," && depth === 0) {
      parts.push(list.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, list.slice(from)].filter((part) => part.trim() !== "");
}

/** Whether the brace of Ruby that is open at the end belongs to a block: it stands behind a call. */
function beginsBlock(text: string): boolean {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === "}") depth++;
    else if (text[at] === "{" && depth-- === 0)
      return /(?:[\w?!]|\))[^\S\n]*$/.test(text.slice(0, at)) && !LEADS_VALUE.test(text.slice(0, at));
  }
  return false;
}

/** Words of Ruby behind which braces are a hash. */
const LEADS_VALUE = /\b(?:return|if|unless|elsif|while|until|when|in|and|or|not|then|else|do)\s*$/;

/** Whether a name is one of those that stand for something in a pattern. */
function standsForSomething(name: string): boolean {
  return isMetavariable(name) || isMetavariableEllipsis(name);
}
