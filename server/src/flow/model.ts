// Models: what the functions of libraries are (source, sink, sanitizer, propagator), as rows of data. Rules say which
// flows between kinds are flaws; models say where kinds begin and end. Loaded from rules/<language>/models/*.yaml.

import type { LanguageId } from "../syntax/language.ts";

/**
 * A path to a value or function of a library, from its module's name:
 *   `express`                    the module itself            `express()`            what calling it gives
 *   `express.Router().get`       a member of that             `mysql2.{query,execute}`  either member
 *   `"mysql2/promise".createPool()`  a module whose name is not plain is quoted
 *   `express.Request.query`      a member of a value of a nominal type that a `types` row names
 *   `sql.Connection.*`           any one member
 * `new X()` is written `X()`.
 */
export type ApiPath = string;

/** Which part of a call: its result, its receiver, an argument by position or name, any argument, all from a position on. */
export type Place = "result" | "receiver" | number | string;

export interface Model {
  readonly file: string;
  readonly library: string;
  readonly languages: readonly LanguageId[];
  readonly types: readonly TypeRow[];
  readonly handlers: readonly HandlerRow[];
  readonly sources: readonly SourceRow[];
  readonly sinks: readonly SinkRow[];
  readonly sanitizers: readonly SanitizerRow[];
  readonly propagators: readonly PropagatorRow[];
}

/** Gives values a nominal type. Exactly one of `value`, `name`, `parameters` says which values. */
export interface TypeRow {
  readonly type: string;
  /** A library path: `express()` is an `express.Application`. */
  readonly value?: ApiPath;
  /** By convention: a variable, parameter or member that nothing else is known of and whose name matches (RE2). */
  readonly name?: string;
  /** By convention: the parameters of a function whose first parameters are named so (RE2 each); type of the `index`th. */
  readonly parameters?: readonly string[];
  readonly index?: number;
  /** This type has all that those have. */
  readonly extends?: readonly string[];
}

/** Functions that a framework calls: what their parameters are, and what becomes of what they return. */
export interface HandlerRow {
  /** A call that takes the function as an argument (`express.Application.get`), or a decorator's path. */
  readonly call?: ApiPath;
  readonly decorator?: ApiPath;
  /** A class whose methods (all, or `methods`) are handlers, by superclass. */
  readonly superclass?: ApiPath;
  readonly methods?: readonly string[];
  /** Which argument of `call`: a position, or `any` (default). */
  readonly argument?: number | "any";
  /** Nominal type of each parameter, `_` for nothing known. */
  readonly parameters?: readonly string[];
  /** Every parameter (route parts, but not `self`) carries this kind. */
  readonly parameterKind?: string;
  /** What is returned flows into a sink of this kind. */
  readonly returns?: string;
}

export interface SourceRow {
  readonly kind: string;
  /** For traces: "the query string". */
  readonly title?: string;
  /** Reading this member, or anything below it. */
  readonly read?: ApiPath;
  /** Calling this; the tainted place is the result unless `place` says else. */
  readonly call?: ApiPath;
  readonly place?: Place;
}

export interface SinkRow {
  readonly kind: string;
  readonly title?: string;
  readonly call?: ApiPath;
  /** Which arguments (default: 0). `any` for all. */
  readonly argument?: number | string | "any" | readonly (number | string)[];
  /** Assigning to this member. */
  readonly write?: ApiPath;
  /** An attribute of JSX/HTML by name. */
  readonly attribute?: string;
  /** Only when this other argument is not given, or is this literal: `{ argument: shell, is: true }`. */
  readonly when?: { readonly argument: number | string; readonly is?: string | number | boolean; readonly isAbsent?: boolean };
}

export interface SanitizerRow {
  readonly kind: string;
  readonly call: ApiPath;
  /** What it makes harmless: the result (default), or an argument. */
  readonly place?: Place;
}

export interface PropagatorRow {
  readonly call: ApiPath;
  readonly from: Place | readonly Place[];
  readonly to: Place;
}
