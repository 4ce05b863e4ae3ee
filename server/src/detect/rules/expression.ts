// The small expressions that rules hold: `metavariable-comparison`'s (Python's syntax, a few functions) and the Boolean ones
// over labels in `requires`. Only the syntax is here; match/comparison.ts says what comparisons mean.

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "metavariable"; readonly name: string }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  /** `a < b < c`: each pair must hold. */
  | { readonly kind: "chain"; readonly operands: readonly Expression[]; readonly operators: readonly string[] };

export interface ExpressionProblem {
  readonly kind: "problem";
  readonly message: string;
  readonly at: number;
}

interface Token {
  readonly kind: "number" | "string" | "metavariable" | "name" | "operator" | "end";
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s+|(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([rbuRBU]?(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'))|(\$(?:\.\.\.)?\w+)|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(\*\*|\/\/|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%<>=!~&|^()[\],])/y;

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"]);

/** Operators from the loosest to the tightest; comparisons and `not` stand between the second and the third. */
const BINARY_LEVELS: readonly (readonly string[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "//", "%"],
];

/** Nested deeper than this, an expression is refused rather than read. */
const MAXIMUM_DEPTH = 100;

export function parseExpression(source: string): Expression | ExpressionProblem {
  const tokens = tokenize(source);
  if (!Array.isArray(tokens)) return tokens;
  try {
    const parser = new ExpressionParser(tokens);
    return parser.whole();
  } catch (error) {
    if (error instanceof ExpressionError) return { kind: "problem", message: error.message, at: error.at };
    throw error;
  }
}

class ExpressionError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

function tokenize(source: string): Token[] | ExpressionProblem {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) return { kind: "problem", message: `"${source.slice(at, at + 12)}" is not understood`, at };
    const [text, number, string, metavariable, name, operator] = match;
    if (number !== undefined) tokens.push({ kind: "number", text, at });
    else if (string !== undefined) tokens.push({ kind: "string", text, at });
    else if (metavariable !== undefined) tokens.push({ kind: "metavariable", text, at });
    else if (name !== undefined) tokens.push({ kind: "name", text, at });
    else if (operator !== undefined) tokens.push({ kind: "operator", text, at });
    at += text.length;
  }
  tokens.push({ kind: "end", text: "the end", at: source.length });
  return tokens;
}

class ExpressionParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#or();
    if (this.#token.kind !== "end") this.#fail(`${this.#token.text} is not expected here`);
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #fail(message: string): never {
    throw new ExpressionError(message, this.#token.at);
  }

  /** Takes the next token if it is one of these words or signs. */
  #take(...texts: string[]): string | undefined {
    const { kind, text } = this.#token;
    if ((kind === "operator" || kind === "name") && texts.includes(text)) {
      this.#next++;
      return text;
    }
    return undefined;
  }

  #or(): Expression {
    if (++this.#depth > MAXIMUM_DEPTH) this.#fail("this is nested too deeply");
    let left = this.#and();
    while (this.#take("or", "||")) left = { kind: "binary", operator: "or", left, right: this.#and() };
    this.#depth--;
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#take("and", "&&")) left = { kind: "binary", operator: "and", left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    let count = 0;
    while (this.#take("not", "!")) count++;
    let expression = this.#comparison();
    for (; count > 0; count--) expression = { kind: "unary", operator: "not", operand: expression };
    return expression;
  }

  #comparison(): Expression {
    const operands = [this.#binary(0)];
    const operators: string[] = [];
    for (;;) {
      let operator = this.#take("==", "!=", "<", "<=", ">", ">=", "in", "is");
      if (operator === "is" && this.#take("not")) operator = "is not";
      if (!operator && this.#token.text === "not" && this.#tokens[this.#next + 1]?.text === "in") {
        this.#next += 2;
        operator = "not in";
      }
      if (!operator || !COMPARISONS.has(operator)) break;
      operators.push(operator);
      operands.push(this.#binary(0));
    }
    if (operators.length === 0) return operands[0]!;
    if (operators.length === 1)
      return { kind: "binary", operator: operators[0]!, left: operands[0]!, right: operands[1]! };
    return { kind: "chain", operands, operators };
  }

  #binary(level: number): Expression {
    const operators = BINARY_LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#take(...operators);
      if (!operator) return left;
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    const signs: string[] = [];
    for (let sign = this.#take("-", "+", "~"); sign; sign = this.#take("-", "+", "~")) signs.push(sign);
    let expression = this.#power();
    for (const operator of signs.reverse()) expression = { kind: "unary", operator, operand: expression };
    return expression;
  }

  #power(): Expression {
    const base = this.#atom();
    if (!this.#take("**")) return base;
    if (++this.#depth > MAXIMUM_DEPTH) this.#fail("this is nested too deeply");
    const right = this.#unary();
    this.#depth--;
    return { kind: "binary", operator: "**", left: base, right };
  }

  #atom(): Expression {
    const token = this.#token;
    this.#next++;
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text) };
      case "string":
        return { kind: "string", value: stringValue(token.text) };
      case "metavariable":
        return { kind: "metavariable", name: token.text };
      case "name":
        return this.#named(token);
      case "operator":
        if (token.text === "(") {
          const inner = this.#or();
          if (!this.#take(")")) this.#fail(`")" is missing before ${this.#token.text}`);
          return inner;
        }
        if (token.text === "[") return { kind: "list", items: this.#items("]") };
        break;
      case "end":
        break;
      default:
        token.kind satisfies never;
    }
    this.#next--;
    return this.#fail(
      token.kind === "end" ? "something is missing at the end" : `"${token.text}" is not expected here`,
    );
  }

  #named({ text }: Token): Expression {
    if (text === "True" || text === "true") return { kind: "boolean", value: true };
    if (text === "False" || text === "false") return { kind: "boolean", value: false };
    if (text === "None") return { kind: "none" };
    if (["and", "or", "not", "in", "is"].includes(text)) {
      this.#next--;
      this.#fail(`"${text}" is not expected here`);
    }
    if (this.#take("(")) return { kind: "call", name: text, arguments: this.#items(")") };
    return { kind: "name", name: text };
  }

  #items(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#take(close)) {
      if (items.length > 0 && !this.#take(",")) this.#fail(`"," or "${close}" is missing before ${this.#token.text}`);
      if (this.#take(close)) break;
      items.push(this.#or());
    }
    return items;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0", "\n": "" };

function stringValue(text: string): string {
  const raw = /^[rR]/.test(text);
  const body = text.replace(/^[rbuRBU]?["']/, "").slice(0, -1);
  // A backslash that starts no escape of Python's stays, so that regular expressions need not be raw strings.
  return raw
    ? body
    : body.replace(/\\([\s\S])/g, (whole, unit: string) =>
        unit in ESCAPES ? ESCAPES[unit]! : /["'\\]/.test(unit) ? unit : whole,
      );
}

/** The metavariables that an expression reads. */
export function metavariablesOf(expression: Expression): string[] {
  const found: string[] = [];
  const open = [expression];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === "metavariable") found.push(at.name);
    else if (at.kind === "list") open.push(...at.items);
    else if (at.kind === "call") open.push(...at.arguments);
    else if (at.kind === "unary") open.push(at.operand);
    else if (at.kind === "binary") open.push(at.left, at.right);
    else if (at.kind === "chain") open.push(...at.operands);
  }
  return found;
}

const FUNCTIONS = ["int", "str", "len", "re.match", "today", "strptime", "parse_promql_duration"];

/** What keeps an expression from being a comparison; undefined when it is one. */
export function comparisonProblem(expression: Expression): string | undefined {
  const open = [expression];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === "name") return `"${at.name}" is neither a metavariable nor a value`;
    if (at.kind === "call") {
      if (!FUNCTIONS.includes(at.name)) return `there is no function "${at.name}" (allowed: ${FUNCTIONS.join(", ")})`;
      open.push(...at.arguments);
    } else if (at.kind === "list") open.push(...at.items);
    else if (at.kind === "unary") open.push(at.operand);
    else if (at.kind === "binary") open.push(at.left, at.right);
    else if (at.kind === "chain") open.push(...at.operands);
  }
  return undefined;
}

/** What keeps an expression from being one over labels; undefined when it is one. */
export function labelsProblem(expression: Expression): string | undefined {
  const open = [expression];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === "name" || at.kind === "boolean") continue;
    if (at.kind === "metavariable") return `${at.name} is a metavariable, not a label`;
    if (at.kind === "unary" && at.operator === "not") open.push(at.operand);
    else if (at.kind === "binary" && (at.operator === "and" || at.operator === "or")) open.push(at.left, at.right);
    else return `only labels joined with "and", "or" and "not" may stand here`;
  }
  return undefined;
}
