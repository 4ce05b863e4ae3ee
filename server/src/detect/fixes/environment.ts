// Replaces a secret in code by a look-up of what the surroundings provide: an environment variable, a variable of Terraform, a
// secret of GitHub's workflows, a build argument of Docker. The name goes into `.env.example`, and `.env` into `.gitignore`, as
// lines that other files of the project need.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import { intern, type Sym } from "../../syntax/symbols.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import type { Fix, NeededLine } from "../finding.ts";
import { importModule } from "./imports.ts";

export interface SecretPlace {
  readonly ast: Ast;
  readonly path: string;
  /** Of the secret. */
  readonly span: Span;
  /** The name that the rule proposes, in capitals. */
  readonly variable: string;
}

/** Undefined where no expression can stand, or where the secret is only a part of something else. */
export function environmentFix(place: SecretPlace): Fix | undefined {
  const literal = literalAt(place);
  if (!literal) return undefined;
  const { ast, path } = place;
  switch (ast.language) {
    case "hcl":
      return /\.tfvars$/.test(path) ? undefined : terraformFix(place, literal);
    case "yaml":
      return yamlFix(place, literal);
    case "dockerfile":
      return dockerFix(place, literal);
    case "bash":
      return shellFix(place, literal);
    default:
      return programFix(place, literal);
  }
}

interface Literal {
  readonly node: AstNode;
  readonly span: Span;
  /** The secret, or an address with the secret in it, is all of its text. */
  readonly isWhole: boolean;
}

function literalAt({ ast, span }: SecretPlace): Literal | undefined {
  let node = ast.nodeAt(span.start, span.end);
  if (node !== ROOT && ast.kind(node) === Kind.Text) node = ast.parent(node);
  const around = ast.parent(node);
  // A template that nothing is put into is a literal like others.
  if (ast.kind(around) === Kind.Template && ast.children(around).length === 1) node = around;
  if (ast.kind(node) !== Kind.String && ast.kind(node) !== Kind.Template) return undefined;
  if (ast.role(node) === Role.Key || ast.role(node) === Role.Part) return undefined;
  const text = ast.textOf(node);
  const inner = /^[a-z@$]*(?:'''|"""|["'`])?/i.exec(text)![0].length;
  const isUrl = /^[a-z@$]*["'`]?[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const isWhole = span.start - ast.start(node) <= Math.max(inner, 1) && ast.end(node) - span.end <= 3;
  return { node, span: ast.span(node), isWhole: isWhole || isUrl };
}

// ------------------------------------------------------------------ programs

interface Lookup {
  /** The expression. */
  read(name: string): string;
  readonly concatenation: string;
  /** What the file has to import for it. */
  imports?(ast: Ast): readonly TextEdit[];
}

const node: Lookup = { read: (name) => `process.env.${name}`, concatenation: " + " };
const LOOKUPS: Readonly<Record<string, Lookup>> = {
  javascript: node,
  typescript: node,
  tsx: node,
  python: {
    read: (name) => `os.environ["${name}"]`,
    concatenation: " + ",
    imports: (ast) => importModule(ast, "os", "os").edits,
  },
  java: { read: (name) => `System.getenv("${name}")`, concatenation: " + " },
  go: { read: (name) => `os.Getenv("${name}")`, concatenation: " + ", imports: goImport },
  csharp: {
    read: (name) => `Environment.GetEnvironmentVariable("${name}")`,
    concatenation: " + ",
    imports: systemImport,
  },
  php: { read: (name) => `getenv("${name}")`, concatenation: " . " },
  ruby: { read: (name) => `ENV.fetch("${name}")`, concatenation: " + " },
};

/** Where a literal may give way to a longer expression without parentheses. */
const ROOMY: ReadonlySet<Kind> = new Set([
  Kind.Declarator,
  Kind.Assign,
  Kind.Call,
  Kind.New,
  Kind.Pair,
  Kind.Array,
  Kind.Return,
  Kind.Field,
]);

function programFix(
  { ast, span, variable }: SecretPlace,
  { node: literal, span: whole, isWhole }: Literal,
): Fix | undefined {
  const lookup = LOOKUPS[ast.language];
  if (!lookup || isOfPage(ast)) return undefined;
  const declaration = declarationEdits(ast, literal);
  if (!declaration) return undefined;
  const name = nameFor(ast, literal, variable);
  let read = lookup.read(name);
  if (ast.hasFlag(literal, Flag.Bytes)) read += ".encode()";
  const around = ast.kind(ast.parent(literal));
  let edit: TextEdit;
  if (isWhole) edit = { span: whole, newText: around === Kind.Attribute ? `{${read}}` : read };
  else {
    const quote = ast.text[whole.start]!;
    const isPlain = /["'`]/.test(quote) && ast.text[whole.end - 1] === quote && ast.text[whole.start + 1] !== quote;
    if (!isPlain || !ROOMY.has(around)) return undefined;
    const isFirst = span.start === whole.start + 1;
    const isLast = span.end === whole.end - 1;
    const before = isFirst ? "" : quote + lookup.concatenation;
    const after = isLast ? "" : lookup.concatenation + quote;
    edit = {
      span: { start: isFirst ? whole.start : span.start, end: isLast ? whole.end : span.end },
      newText: before + read + after,
    };
  }
  return {
    title: `Read it from the environment variable ${name}`,
    edits: [...(lookup.imports?.(ast) ?? []), ...declaration, edit],
    safety: "review",
    neededLines: linesFor(name),
  };
}

/** Whether a browser runs it, which has no environment, and where whatever it reads is anybody's to read. */
function isOfPage(ast: Ast): boolean {
  if (!isScript(ast.language)) return false;
  const { kinds, symbols } = ast.columns;
  let isInPage = false;
  for (let node = 0; node < symbols.length; node++) {
    if (kinds[node] !== Kind.Identifier) continue;
    const symbol = symbols[node]!;
    if (OF_NODE.has(symbol)) return false;
    isInPage ||= OF_PAGES.has(symbol);
  }
  return isInPage;
}

const OF_PAGES: ReadonlySet<Sym> = new Set(["window", "document", "localStorage", "sessionStorage"].map(intern));
const OF_NODE: ReadonlySet<Sym> = new Set(["process", "require", "module", "Buffer", "__dirname"].map(intern));

/** What of the declaration has to change because its value is no constant any more; undefined where it must be one. */
function declarationEdits(ast: Ast, literal: AstNode): TextEdit[] | undefined {
  for (let at = ast.parent(literal); at !== ROOT; at = ast.parent(at)) {
    const kind = ast.kind(at);
    if (kind === Kind.Decorator || kind === Kind.EnumMember || kind === Kind.Import || kind === Kind.Case)
      return undefined;
    if (kind === Kind.Function) return [];
    if (kind === Kind.Field) {
      if (ast.language === "php") return undefined;
      const fixed = ast.children(at, Role.Modifier).find((modifier) => ast.name(modifier) === "const");
      return fixed === undefined || ast.language !== "csharp"
        ? []
        : [{ span: ast.span(fixed), newText: "static readonly" }];
    }
    if (kind !== Kind.VariableDeclaration || ast.name(at) !== "const") continue;
    if (ast.language === "php") return undefined;
    if (ast.language !== "go" && ast.language !== "csharp") continue;
    const start = ast.start(at);
    // Of a list in parentheses, or of several, the others would change too.
    const isAlone = ast.children(at, Role.Declarator).length === 1 && ast.text.startsWith("const ", start);
    if (!isAlone || /^const\s*\(/.test(ast.textOf(at))) return undefined;
    return [
      { span: { start, end: start + (ast.language === "go" ? 5 : 6) }, newText: ast.language === "go" ? "var" : "" },
    ];
  }
  return [];
}

function goImport(ast: Ast): readonly TextEdit[] {
  const imports = ast.children(ROOT).filter((each) => ast.kind(each) === Kind.Import);
  if (imports.some((each) => ast.name(each) === "os")) return [];
  const first = imports[0];
  if (first !== undefined) {
    const start = ast.start(first);
    const isInList = !/^\s*import\b/.test(ast.textOf(first));
    return [{ span: { start, end: start }, newText: isInList ? '"os"\n\t' : 'import "os"\n' }];
  }
  const clause = ast.children(ROOT).find((each) => ast.kind(each) === Kind.Namespace);
  if (clause === undefined) return [];
  const at = ast.end(clause);
  return [{ span: { start: at, end: at }, newText: '\n\nimport "os"' }];
}

function systemImport(ast: Ast): readonly TextEdit[] {
  const imports = ast.children(ROOT).filter((each) => ast.kind(each) === Kind.Import);
  if (imports.some((each) => ast.name(each) === "System")) return [];
  const at = imports[0] === undefined ? 0 : ast.start(imports[0]);
  return [{ span: { start: at, end: at }, newText: "using System;\n" }];
}

// -------------------------------------------------------------- configuration

function shellFix({ ast, variable }: SecretPlace, { node: literal, span, isWhole }: Literal): Fix | undefined {
  if (!isWhole) return undefined;
  const name = nameFor(ast, literal, variable);
  // Without the variable the script ends, rather than going on with an empty secret.
  return {
    title: `Read it from the environment variable ${name}`,
    edits: [{ span, newText: `"\${${name}:?}"` }],
    safety: "review",
    neededLines: linesFor(name),
  };
}

function terraformFix({ ast, variable }: SecretPlace, { node: literal, span, isWhole }: Literal): Fix | undefined {
  if (!isWhole) return undefined;
  const blocks = ast.children(ROOT).filter((each) => ast.kind(each) === Kind.ConfigBlock);
  for (let at = ast.parent(literal); at !== ROOT; at = ast.parent(at))
    if (ast.kind(at) === Kind.ConfigBlock && ["variable", "terraform"].includes(ast.name(at))) return undefined;
  const name = nameFor(ast, literal, variable).toLowerCase();
  const isDeclared = blocks.some(
    (block) =>
      ast.name(block) === "variable" && ast.children(block, Role.Label).some((label) => ast.name(label) === name),
  );
  const end = ast.text.length;
  const lead = ast.text.endsWith("\n") ? "\n" : "\n\n";
  const block = `${lead}variable "${name}" {\n  type      = string\n  sensitive = true\n}\n`;
  return {
    title: `Take it from the variable ${name}`,
    edits: [{ span, newText: `var.${name}` }, ...(isDeclared ? [] : [{ span: { start: end, end }, newText: block }])],
    safety: "review",
    neededLines: linesFor(`TF_VAR_${name}`),
  };
}

function yamlFix(
  { ast, path, span, variable }: SecretPlace,
  { node: literal, span: whole, isWhole }: Literal,
): Fix | undefined {
  // A list of `NAME=value`, as Compose has it.
  const given = isWhole ? undefined : /^["']?([A-Z][A-Z0-9_]*)=$/.exec(ast.text.slice(whole.start, span.start))?.[1];
  if (!isWhole && (given === undefined || whole.end - span.end > 1)) return undefined;
  const name = given ?? nameFor(ast, literal, variable);
  const replaced = given === undefined ? whole : span;
  if (/(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
    return {
      title: `Take it from the repository's secret ${name}`,
      edits: [{ span: replaced, newText: `\${{ secrets.${name} }}` }],
      safety: "review",
    };
  const isPipeline = /(?:^|\/)\.gitlab-ci\.ya?ml$/.test(path);
  return {
    title: `Take it from the environment variable ${name}`,
    edits: [{ span: replaced, newText: isPipeline ? `$${name}` : `\${${name}}` }],
    safety: "review",
    ...(isPipeline ? {} : { neededLines: linesFor(name) }),
  };
}

function dockerFix({ ast, variable }: SecretPlace, { node: literal, span, isWhole }: Literal): Fix | undefined {
  if (!isWhole) return undefined;
  let instruction = ast.parent(literal);
  while (instruction !== ROOT && ast.kind(instruction) !== Kind.Instruction) instruction = ast.parent(instruction);
  if (instruction === ROOT) return undefined;
  const name = nameFor(ast, literal, variable);
  const title = `Take it from the build argument ${name}`;
  if (ast.name(instruction) === "ARG") {
    // The value that it has when none is given.
    const end = ast.start(literal);
    const equals = ast.text.lastIndexOf("=", end);
    return { title, edits: [{ span: { start: equals, end: span.end }, newText: "" }], safety: "review" };
  }
  if (ast.name(instruction) !== "ENV") return undefined;
  const start = ast.start(instruction);
  return {
    title,
    edits: [
      { span: { start, end: start }, newText: `ARG ${name}\n` },
      { span, newText: `\${${name}}` },
    ],
    safety: "review",
  };
}

// ---------------------------------------------------------------------- names

function linesFor(name: string): NeededLine[] {
  return [
    { file: ".env.example", line: `${name}=`, purpose: "variable" },
    { file: ".gitignore", line: ".env", purpose: "ignore" },
  ];
}

/** The name that the code has for it, in capitals, else the rule's. */
function nameFor(ast: Ast, literal: AstNode, variable: string): string {
  const parent = ast.parent(literal);
  const kind = ast.kind(parent);
  const named =
    kind === Kind.Field || kind === Kind.Attribute
      ? NO_NODE
      : ast.child(parent, kind === Kind.Pair ? Role.Key : Role.Target);
  const own = named === NO_NODE ? ast.name(parent) : lastName(ast, named);
  const spelled = own
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/\W+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();
  // A name of one short word (`key`, `token`) says less than the rule does.
  return /^[A-Z][A-Z\d_]{2,}$/.test(spelled) && (spelled.includes("_") || spelled.length > 8) ? spelled : variable;
}

function lastName(ast: Ast, node: AstNode): string {
  const kind = ast.kind(node);
  return kind === Kind.String || kind === Kind.Identifier || kind === Kind.Member ? ast.name(node) : "";
}
