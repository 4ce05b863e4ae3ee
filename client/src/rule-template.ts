// What a new rule begins as: a rule that works, and a sample in which it finds one thing and leaves another alone.

export interface RuleTemplate {
  /** As the quick pick shows it. */
  readonly label: string;
  /** As VS Code and rules call the language. */
  readonly editorId: string;
  readonly ruleLanguages: string;
  readonly pattern: string;
  readonly flaw: string;
  readonly safe: string;
  readonly comment: string;
}

export const RULE_TEMPLATES: readonly RuleTemplate[] = [
  {
    label: "JavaScript, TypeScript",
    editorId: "javascript",
    ruleLanguages: "javascript, typescript",
    pattern: "legacy.render($TEXT)",
    flaw: "legacy.render(title);",
    safe: "modern.render(title);",
    comment: "//",
  },
  {
    label: "Python",
    editorId: "python",
    ruleLanguages: "python",
    pattern: "legacy.render($TEXT)",
    flaw: "legacy.render(title)",
    safe: "modern.render(title)",
    comment: "#",
  },
  {
    label: "Java",
    editorId: "java",
    ruleLanguages: "java",
    pattern: "Legacy.render($TEXT)",
    flaw: "class Page { void show(String title) { Legacy.render(title); } }",
    safe: "class Safe { void show(String title) { Modern.render(title); } }",
    comment: "//",
  },
  {
    label: "Kotlin",
    editorId: "kotlin",
    ruleLanguages: "kotlin",
    pattern: "Legacy.render($TEXT)",
    flaw: "fun show(title: String) { Legacy.render(title) }",
    safe: "fun safe(title: String) { Modern.render(title) }",
    comment: "//",
  },
  {
    label: "Go",
    editorId: "go",
    ruleLanguages: "go",
    pattern: "legacy.Render($TEXT)",
    flaw: "func show(title string) { legacy.Render(title) }",
    safe: "func safe(title string) { modern.Render(title) }",
    comment: "//",
  },
  {
    label: "C#",
    editorId: "csharp",
    ruleLanguages: "csharp",
    pattern: "Legacy.Render($TEXT)",
    flaw: "class Page { void Show(string title) { Legacy.Render(title); } }",
    safe: "class Safe { void Show(string title) { Modern.Render(title); } }",
    comment: "//",
  },
  {
    label: "PHP",
    editorId: "php",
    ruleLanguages: "php",
    pattern: "legacy_render($TEXT)",
    flaw: "legacy_render($title);",
    safe: "modern_render($title);",
    comment: "//",
  },
  {
    label: "Ruby",
    editorId: "ruby",
    ruleLanguages: "ruby",
    pattern: "Legacy.render($TEXT)",
    flaw: "Legacy.render(title)",
    safe: "Modern.render(title)",
    comment: "#",
  },
  {
    label: "YAML",
    editorId: "yaml",
    ruleLanguages: "yaml",
    pattern: "privileged: true",
    flaw: "container:\n  privileged: true",
    safe: "other:\n  privileged: false",
    comment: "#",
  },
];

export function ruleText({ ruleLanguages, pattern }: RuleTemplate): string {
  return `rules:
  - id: my-rule
    languages: [${ruleLanguages}]
    severity: WARNING
    message: Say here what an attacker does with $TEXT.
    pattern: ${/^[\w.]+\(/.test(pattern) ? pattern : JSON.stringify(pattern)}
`.replace("$TEXT.", pattern.includes("$TEXT") ? "$TEXT." : "it.");
}

export function sampleText({ editorId, comment, flaw, safe }: RuleTemplate): string {
  const start = editorId === "php" ? "<?php\n" : editorId === "go" ? "package sample\n\n" : "";
  return `${start}${comment} ruleid: my-rule\n${flaw}\n\n${comment} ok: my-rule\n${safe}\n`;
}
