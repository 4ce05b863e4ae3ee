// The languages that Bartizan knows, as data: what a file of each is called, which grammar parses it, how its comments
// look. Adding a language is one entry here, one lowering, models and fixtures.

export type LanguageId =
  | "javascript"
  | "typescript"
  | "tsx"
  | "python"
  | "java"
  | "kotlin"
  | "go"
  | "csharp"
  | "php"
  | "ruby"
  | "c"
  | "cpp"
  | "bash"
  | "dockerfile"
  | "bicep"
  | "hcl"
  | "yaml"
  | "json"
  | "html"
  | "template"
  | "jsp"
  | "erb"
  | "generic";

/** JavaScript and what is made of it. */
export function isScript(language: LanguageId): boolean {
  return language === "javascript" || language === "typescript" || language === "tsx";
}

/** Languages that share Java's libraries, packages and rules of classes. */
export function isJvm(language: LanguageId): boolean {
  return language === "java" || language === "kotlin";
}

/** Languages whose files never see each other. Markup does by the programs in it. */
const ALONE: ReadonlySet<LanguageId> = new Set([
  "generic",
  "json",
  "yaml",
  "html",
  "template",
  "jsp",
  "erb",
  "dockerfile",
  "bicep",
  "hcl",
  "bash",
]);

/** Whether files of a language, but for scripts in them, are programs of their own. */
export function standsAlone(language: LanguageId): boolean {
  return ALONE.has(language);
}

/** Markup around code of other languages, and text of any kind: there is no tree of it. */
const WITHOUT_TREE: ReadonlySet<LanguageId> = new Set(["generic", "template", "jsp", "erb"]);

export function hasTree(language: LanguageId): boolean {
  return !WITHOUT_TREE.has(language);
}

export interface LanguageInfo {
  readonly id: LanguageId;
  /** As people write it. */
  readonly title: string;
  /** A name in grammars/manifest.json; absent where another parser makes the AST. */
  readonly grammar?: string;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** Whole file names, lower case, and prefixes of them that end in `*`. */
  readonly fileNames?: readonly string[];
  /** Interpreters in a `#!` line. */
  readonly interpreters?: readonly string[];
  /** VS Code's language ids. */
  readonly editorIds: readonly string[];
  /** What starts a comment that ends with its line; or a pair around one. */
  readonly lineComment?: string;
  readonly blockComment?: readonly [string, string];
  /** How rule files call it, our own id included; none where no grammar reads it. */
  readonly ruleNames: readonly string[];
}

export const LANGUAGES: readonly LanguageInfo[] = [
  {
    id: "javascript",
    title: "JavaScript",
    grammar: "javascript",
    extensions: [".js", ".jsx", ".mjs", ".cjs"],
    interpreters: ["node"],
    editorIds: ["javascript", "javascriptreact"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["javascript", "js", "jsx"],
  },
  {
    id: "typescript",
    title: "TypeScript",
    grammar: "typescript",
    extensions: [".ts", ".mts", ".cts"],
    interpreters: ["ts-node", "tsx", "deno", "bun"],
    editorIds: ["typescript"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["typescript", "ts"],
  },
  {
    id: "tsx",
    title: "TypeScript JSX",
    grammar: "tsx",
    extensions: [".tsx"],
    editorIds: ["typescriptreact"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["tsx", "typescript", "ts"],
  },
  {
    id: "python",
    title: "Python",
    grammar: "python",
    extensions: [".py", ".pyw", ".pyi"],
    interpreters: ["python", "python3", "python2"],
    editorIds: ["python"],
    lineComment: "#",
    ruleNames: ["python", "py", "python3", "python2"],
  },
  {
    id: "java",
    title: "Java",
    grammar: "java",
    extensions: [".java"],
    editorIds: ["java"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["java"],
  },
  {
    id: "kotlin",
    title: "Kotlin",
    grammar: "kotlin",
    extensions: [".kt", ".kts"],
    interpreters: ["kotlin", "kotlinc"],
    editorIds: ["kotlin"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["kotlin", "kt"],
  },
  {
    id: "go",
    title: "Go",
    grammar: "go",
    extensions: [".go"],
    editorIds: ["go"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["go", "golang"],
  },
  {
    id: "csharp",
    title: "C#",
    grammar: "csharp",
    extensions: [".cs"],
    editorIds: ["csharp"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["csharp", "c#"],
  },
  {
    id: "php",
    title: "PHP",
    grammar: "php",
    extensions: [".php", ".phtml", ".inc"],
    interpreters: ["php"],
    editorIds: ["php"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["php"],
  },
  {
    id: "ruby",
    title: "Ruby",
    grammar: "ruby",
    extensions: [".rb", ".rake", ".ru", ".gemspec"],
    fileNames: ["rakefile", "gemfile"],
    interpreters: ["ruby"],
    editorIds: ["ruby"],
    lineComment: "#",
    ruleNames: ["ruby", "rb"],
  },
  {
    id: "c",
    title: "C",
    grammar: "c",
    extensions: [".c", ".h"],
    editorIds: ["c"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["c"],
  },
  {
    id: "cpp",
    title: "C++",
    grammar: "cpp",
    extensions: [".cc", ".cpp", ".cxx", ".c++", ".hh", ".hpp", ".hxx"],
    editorIds: ["cpp"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["cpp", "c++"],
  },
  {
    id: "bash",
    title: "Shell",
    grammar: "bash",
    extensions: [".sh", ".bash"],
    interpreters: ["sh", "bash", "dash"],
    editorIds: ["shellscript"],
    lineComment: "#",
    ruleNames: ["bash", "sh"],
  },
  {
    id: "dockerfile",
    title: "Dockerfile",
    extensions: [".dockerfile"],
    fileNames: ["dockerfile", "dockerfile.*", "containerfile"],
    editorIds: ["dockerfile"],
    lineComment: "#",
    ruleNames: ["dockerfile", "docker"],
  },
  {
    id: "bicep",
    title: "Bicep",
    extensions: [".bicep"],
    editorIds: ["bicep"],
    lineComment: "//",
    blockComment: ["/*", "*/"],
    ruleNames: ["bicep"],
  },
  {
    id: "hcl",
    title: "Terraform",
    grammar: "hcl",
    extensions: [".tf", ".hcl", ".tfvars"],
    editorIds: ["terraform", "hcl"],
    lineComment: "#",
    blockComment: ["/*", "*/"],
    ruleNames: ["hcl", "terraform", "tf"],
  },
  {
    id: "yaml",
    title: "YAML",
    grammar: "yaml",
    extensions: [".yaml", ".yml"],
    editorIds: ["yaml", "dockercompose", "github-actions-workflow"],
    lineComment: "#",
    ruleNames: ["yaml"],
  },
  {
    id: "json",
    title: "JSON",
    grammar: "json",
    extensions: [".json", ".jsonc"],
    editorIds: ["json", "jsonc"],
    ruleNames: ["json"],
  },
  {
    id: "html",
    title: "HTML",
    grammar: "html",
    extensions: [".html", ".htm", ".xhtml"],
    editorIds: ["html"],
    blockComment: ["<!--", "-->"],
    ruleNames: ["html"],
  },
  {
    id: "template",
    title: "Template",
    extensions: [
      ".vue",
      ".svelte",
      ".astro",
      ".ejs",
      ".cshtml",
      ".vbhtml",
      ".aspx",
      ".ascx",
      ".hbs",
      ".handlebars",
      ".mustache",
      ".twig",
      ".jinja",
      ".jinja2",
      ".njk",
      ".liquid",
      ".gohtml",
      ".ftlh",
    ],
    editorIds: ["vue", "svelte", "astro", "ejs", "aspnetcorerazor", "razor", "handlebars", "twig", "liquid"],
    blockComment: ["<!--", "-->"],
    ruleNames: [],
  },
  {
    id: "jsp",
    title: "JSP",
    extensions: [".jsp", ".jspx", ".jspf", ".tag", ".tagx"],
    editorIds: ["jsp"],
    blockComment: ["<%--", "--%>"],
    ruleNames: [],
  },
  {
    id: "erb",
    title: "ERB",
    extensions: [".erb", ".rhtml"],
    editorIds: ["erb"],
    blockComment: ["<%#", "%>"],
    ruleNames: [],
  },
  { id: "generic", title: "Text", extensions: [], editorIds: ["plaintext"], ruleNames: ["generic", "regex", "none"] },
];

const byId = new Map(LANGUAGES.map((info) => [info.id, info]));

export function languageInfo(id: LanguageId): LanguageInfo {
  const info = byId.get(id);
  if (!info) throw new Error(`no language ${id}`);
  return info;
}

/** The language of a file, from its name, else from its `#!` line; `generic` for every other text. */
export function languageOfPath(path: string, firstLine = ""): LanguageId {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  for (const { id, fileNames } of LANGUAGES)
    if (fileNames?.some((known) => (known.endsWith("*") ? name.startsWith(known.slice(0, -1)) : name === known)))
      return id;
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : name.slice(dot);
  if (extension) for (const { id, extensions } of LANGUAGES) if (extensions.includes(extension)) return id;
  const interpreter = /^#!.*?([a-z][a-z-]*)[\d.]*(?:\s+-\S+)*\s*$/.exec(firstLine)?.[1];
  if (interpreter) for (const { id, interpreters } of LANGUAGES) if (interpreters?.includes(interpreter)) return id;
  return "generic";
}

/** A first line is not longer than this. */
const LONGEST_FIRST_LINE = 200;

/** The same of a file whose text is at hand. */
export function languageOfFile(path: string, text: string): LanguageId {
  return languageOfPath(path, text.slice(0, LONGEST_FIRST_LINE).split("\n", 1)[0]);
}

/** The languages that a name in a rule's `languages` stands for; empty when unknown. */
export function languagesOfRuleName(name: string): LanguageId[] {
  const wanted = name.toLowerCase();
  return LANGUAGES.filter(({ ruleNames }) => ruleNames.includes(wanted)).map(({ id }) => id);
}
