// What each key of a rule is for, in a sentence: for the published schema, and through it for completion and hovers.

const RULE_KEY_DESCRIPTIONS: Readonly<Record<string, string>> = {
  id: "The rule's name. It stands in people's suppressions and baselines, so it never changes once published.",
  languages: "The languages whose files the rule looks at.",
  message: "One sentence that says what happens. `$NAME` is replaced by what that metavariable matched.",
  severity: "How bad a finding is, if it is true.",
  metadata: "CWE, OWASP category, confidence, guidance, and whatever else reports should carry along.",
  paths: "Files that the rule is limited to, or leaves out, as globs.",
  options: "Switches of the matching and of the data flow, by the names that Semgrep has for them.",
  mode: "`search` finds what patterns match; `taint` finds data that gets from a source to a sink; `extract` finds code in other files.",
  fix: "What the match is replaced by. `$NAME` stands for what that metavariable matched.",
  "fix-regex": "A fix by regular expression: what `regex` finds in the match becomes `replacement`.",
  fixes: "Several fixes, each with a title of its own.",
  default: "`off` for a rule that runs only where the configuration turns it on.",
  "min-version": "The oldest version of Semgrep's rule language that the rule works with.",
  "max-version": "The newest version of Semgrep's rule language that the rule works with.",
  pattern: "Code as it is written in the language, with `$X` for any expression and `...` for anything in between.",
  patterns: "All of these must hold at the same place.",
  "pattern-either": "One of these must hold.",
  "pattern-regex": "A regular expression over the text.",
  "pattern-not": "What this matches is not meant.",
  "pattern-inside": "Only what lies inside a match of this.",
  "pattern-not-inside": "Nothing that lies inside a match of this.",
  "pattern-not-regex": "Nothing in which this regular expression is found.",
  match: "The same as `pattern` and its like, in Semgrep's newer syntax: `all`, `any`, `not`, `inside`, `where`.",
  "metavariable-regex": "The text of a metavariable must match a regular expression, from its beginning.",
  "metavariable-pattern": "The code of a metavariable must match further patterns, if need be as another language.",
  "metavariable-comparison": "A comparison of the values of metavariables, such as `$SIZE < 2048`.",
  "metavariable-analysis":
    "A property of a metavariable's text: whether it looks random, or is a regular expression that explodes.",
  "metavariable-type": "The type of a metavariable's expression.",
  "focus-metavariable": "The finding is only what this metavariable matched.",
  "pattern-sources": "Where untrusted data comes from: patterns, or `kind` for what models call by that name.",
  "pattern-sinks": "Where it does harm.",
  "pattern-sanitizers": "What makes it harmless.",
  "pattern-propagators":
    "What carries it from one place to another, `from` and `to` being metavariables of the pattern.",
  taint: "Sources, sinks, sanitizers and propagators in Semgrep's newer syntax.",
  sources: "Where untrusted data comes from.",
  sinks: "Where it does harm.",
  sanitizers: "What makes it harmless.",
  propagators: "What carries it from one place to another.",
  kind: "What models of libraries call by this name, whatever the library: `remote-input`, `sql-query`, `html-escape`.",
  label: "A name for this source's data, to tell it from that of others.",
  requires: "A condition on labels, such as `A and not B`.",
  exact: "Only the match itself counts, not what lies inside it.",
  "by-side-effect": "The match changes the variable that it names, from there on.",
  control: "Reaching the sink after the source is enough; no data has to flow.",
  "at-exit": "Counts only where the function is left.",
  extract: "The metavariable whose text is code of another language.",
  "dest-language": "The language that it is scanned as.",
  cwe: "The weakness, as `CWE-89` or `CWE-89: …`.",
  owasp: "The category, as `A03:2021`.",
  confidence: "How sure a finding is.",
  references: "Pages that say more.",
};

/** The same schemas by name, each with what is said of its key. */
export function described<Properties extends Readonly<Record<string, Readonly<Record<string, unknown>>>>>(
  properties: Properties,
): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const description = RULE_KEY_DESCRIPTIONS[name];
      return [name, description === undefined || schema["description"] ? schema : { ...schema, description }];
    }),
  ) as unknown as Properties;
}
