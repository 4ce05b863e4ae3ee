// Which keys rules may have. The loader checks against these lists and the published JSON schema is held in step with them.

/** What every rule may say, whatever its mode. */
export const HEAD_KEYS = [
  "id",
  "languages",
  "message",
  "severity",
  "metadata",
  "paths",
  "options",
  "mode",
  "fix",
  "fix-regex",
  "fixes",
  "default",
  "min-version",
  "max-version",
  "author",
  "source",
  "source-rule-url",
  "equivalences",
  "product",
  "version",
] as const;

export const SEARCH_KEYS = ["pattern", "patterns", "pattern-either", "pattern-regex", "match"] as const;
export const TAINT_KEYS = [
  "pattern-sources",
  "pattern-sinks",
  "pattern-sanitizers",
  "pattern-propagators",
  "taint",
] as const;
export const NEW_TAINT_KEYS = ["sources", "sinks", "sanitizers", "propagators"] as const;
export const EXTRACT_KEYS = ["extract", "dest-language", "transform", "reduce", "dest-rules"] as const;

export const SEVERITIES = [
  "CRITICAL",
  "HIGH",
  "MEDIUM",
  "LOW",
  "ERROR",
  "WARNING",
  "INFO",
  "INVENTORY",
  "EXPERIMENT",
] as const;
export const CONFIDENCES = ["HIGH", "MEDIUM", "LOW"] as const;
export const METADATA_KEYS = [
  "cwe",
  "owasp",
  "confidence",
  "guidance",
  "references",
  "examples",
  "weaker-than",
] as const;

/** Options of Semgrep's engine, and the type of each. Those that mean nothing here are accepted: they only tune it. */
export const OPTIONS: Readonly<Record<string, "boolean" | "integer" | "text" | "any">> = {
  constant_propagation: "boolean",
  symbolic_propagation: "boolean",
  taint_match_on: "text",
  taint_focus_on: "text",
  taint_unify_mvars: "boolean",
  taint_assume_safe_functions: "boolean",
  taint_assume_safe_indexes: "boolean",
  taint_assume_safe_comparisons: "boolean",
  taint_assume_safe_booleans: "boolean",
  taint_assume_safe_numbers: "boolean",
  taint_only_propagate_through_assignments: "boolean",
  taint_intrafile: "boolean",
  taint_fixpoint_timeout: "any",
  taint_max_visits_per_node: "integer",
  ac_matching: "boolean",
  commutative_boolop: "boolean",
  commutative_compop: "boolean",
  symmetric_eq: "boolean",
  vardef_assign: "boolean",
  flddef_assign: "boolean",
  attr_expr: "boolean",
  unify_ids_strictly: "boolean",
  arrow_is_function: "boolean",
  let_is_var: "boolean",
  go_deeper_expr: "boolean",
  go_deeper_stmt: "boolean",
  implicit_deep_exprstmt: "boolean",
  implicit_ellipsis: "boolean",
  implicit_return: "boolean",
  xml_singleton_loose_matching: "boolean",
  xml_attrs_implicit_ellipsis: "boolean",
  xml_children_ordered: "boolean",
  decorators_order_matters: "boolean",
  cpp_parsing_pref: "text",
  generic_engine: "text",
  generic_multiline: "boolean",
  generic_braces: "any",
  generic_extra_braces: "any",
  generic_extra_word_characters: "any",
  generic_caseless: "boolean",
  generic_ellipsis_max_span: "integer",
  generic_comment_style: "text",
  interfile: "boolean",
  /** Our own: kinds of values that are otherwise safe for modelled sinks, and are not for this rule. */
  keep: "any",
  /** Our own: kinds of sources that count only where they were joined into a text on the way: `{ languages: […], kinds: […] }`. */
  joined: "any",
};

/** Other names of what is `generic`. */
export const TEXT_ENGINES: ReadonlySet<string> = new Set(["spacegrep", "aliengrep"]);

/** Languages of Semgrep's that Bartizan has no parser for: rules for them are left out with a remark. */
export const LANGUAGES_WITHOUT_PARSER = [
  "apex",
  "cairo",
  "circom",
  "clojure",
  "dart",
  "elixir",
  "ex",
  "fingerprint",
  "gosu",
  "hack",
  "jsonnet",
  "julia",
  "kotlin",
  "kt",
  "libsonnet",
  "lisp",
  "lua",
  "move_on_aptos",
  "move_on_sui",
  "none",
  "ocaml",
  "promql",
  "proto",
  "proto3",
  "protobuf",
  "ql",
  "r",
  "rust",
  "scala",
  "scheme",
  "sol",
  "solidity",
  "swift",
  "vue",
  "xml",
  "visualforce",
] as const;

/** The Semgrep version whose rule language this is: what `min-version` and `max-version` are compared with. */
export const SEMGREP_LEVEL = "1.182.0";
