// The options of a rule that change how its patterns match, with Semgrep's defaults.

import type { AlienOptions } from "./aliengrep.ts";

export interface MatchOptions {
  readonly constantPropagation: boolean;
  readonly symbolicPropagation: boolean;
  readonly acMatching: boolean;
  readonly commutativeBooleans: boolean;
  readonly symmetricEquality: boolean;
  readonly declarationsAreAssignments: boolean;
  readonly fieldsAreAssignments: boolean;
  readonly unifiesStrictly: boolean;
  readonly letIsVar: boolean;
  readonly goesDeeperInExpressions: boolean;
  readonly goesDeeperInStatements: boolean;
  readonly implicitDeepStatements: boolean;
  readonly implicitEllipsis: boolean;
  readonly implicitReturn: boolean;
  readonly attributesImplicitEllipsis: boolean;
  readonly childrenOrdered: boolean;
  readonly looseSingletons: boolean;
  readonly decoratorsInOrder: boolean;
  readonly genericEllipsisSpan: number;
  readonly genericCaseless: boolean;
  readonly genericCommentStyle: string;
  /** Of generic rules that are for aliengrep. */
  readonly alien: AlienOptions | undefined;
}

export function matchOptions(options: Readonly<Record<string, unknown>>): MatchOptions {
  const flag = (key: string, otherwise: boolean): boolean =>
    typeof options[key] === "boolean" ? (options[key] as boolean) : otherwise;
  const text = (key: string, otherwise: string): string =>
    typeof options[key] === "string" ? (options[key] as string) : otherwise;
  const span = options["generic_ellipsis_max_span"];
  return {
    constantPropagation: flag("constant_propagation", true),
    symbolicPropagation: flag("symbolic_propagation", false),
    acMatching: flag("ac_matching", true),
    commutativeBooleans: flag("commutative_boolop", false),
    symmetricEquality: flag("symmetric_eq", false) || flag("commutative_compop", false),
    declarationsAreAssignments: flag("vardef_assign", true),
    fieldsAreAssignments: flag("flddef_assign", false),
    unifiesStrictly: flag("unify_ids_strictly", true),
    letIsVar: flag("let_is_var", true),
    goesDeeperInExpressions: flag("go_deeper_expr", true),
    goesDeeperInStatements: flag("go_deeper_stmt", true),
    implicitDeepStatements: flag("implicit_deep_exprstmt", true),
    implicitEllipsis: flag("implicit_ellipsis", true),
    implicitReturn: flag("implicit_return", true),
    attributesImplicitEllipsis: flag("xml_attrs_implicit_ellipsis", true),
    childrenOrdered: flag("xml_children_ordered", true),
    looseSingletons: flag("xml_singleton_loose_matching", true),
    decoratorsInOrder: flag("decorators_order_matters", false),
    genericEllipsisSpan: typeof span === "number" ? span : 10,
    genericCaseless: flag("generic_caseless", false),
    genericCommentStyle: text("generic_comment_style", ""),
    alien: options["generic_engine"] === "aliengrep" ? alienOptions(options, flag) : undefined,
  };
}

function alienOptions(
  options: Readonly<Record<string, unknown>>,
  flag: (key: string, otherwise: boolean) => boolean,
): AlienOptions {
  const pairs = (key: string): (readonly [string, string])[] =>
    listOf(options[key]).flatMap((pair) => {
      const [open, close] = listOf(pair);
      return typeof open === "string" && typeof close === "string" ? [[open, close] as const] : [];
    });
  return {
    isCaseless: flag("generic_caseless", false),
    isMultiline: flag("generic_multiline", true),
    brackets: options["generic_braces"] === undefined ? undefined : pairs("generic_braces"),
    extraBrackets: pairs("generic_extra_braces"),
    extraWordCharacters: listOf(options["generic_extra_word_characters"]).filter((each) => typeof each === "string"),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
