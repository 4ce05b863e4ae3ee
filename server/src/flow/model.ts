// Models: what the functions of libraries are (source, sink, sanitizer, propagator), as rows of data. Rules say which
// flows between kinds are flaws; models say where kinds begin and end. Loaded from rules/models/**; docs/models.md is the
// format's description for people, this file the one for code. Plain data: no row holds a function or a compiled pattern.

import type { LanguageId } from "../syntax/language.ts";

/**
 * A path to a value or function of a library, from its module's (or global's) name:
 *   `express`                    the module itself            `express()`            what calling it gives
 *   `express.Router().get`       a member of that             `mysql2.{query,execute}`  either member
 *   `"mysql2/promise".createPool()`  a module whose name is not plain is quoted
 *   `express.Request.query`      a member of a value of a nominal type (or of the class of that name)
 *   `sql.Connection.*`           any one member               `os.environ[*]`        any element, read by subscript
 *   `flask.request.headers["X-Id"]`  the element with that key, also when it is written as a member
 * `new X()` is written `X()`; awaiting and unwrapping a promise leave the path as it is.
 */
export type ApiPath = string;

/**
 * A part of a call:
 *   `result`, `receiver`       what it gives, what stands left of the method's name
 *   `0`, `1`, …                an argument by position, the receiver not counted
 *   `any`, `"1.."`             any argument; any from a position on
 *   `shell`                    an argument by name (keyword arguments; members of a last argument that is an object)
 *   `"0.url"`, `"2.headers.host"`  a member of an argument         `"1[]"`   the elements of an argument
 *   `"callback 0"`             a parameter, by position, of whatever function is passed as an argument
 *   `"1 callback 0"`           the same, for the function passed as argument 1
 */
export type Place = number | string;
export type Places = Place | readonly Place[];

export type Literal = string | number | boolean | null;

/** What else must hold of a call. All given parts must hold; an argument that is not constant holds for `isNot` only. */
export interface CallCondition {
  /** Of several, the first that is given counts: `[1, "Loader"]`. */
  readonly argument: Places;
  /** The argument is this literal, or one of these. */
  readonly is?: Literal | readonly Literal[];
  /** The argument is neither of these literals; absent counts as not being them. */
  readonly isNot?: Literal | readonly Literal[];
  /** The argument is this function or value of a library, or one of these. */
  readonly isApi?: ApiPath | readonly ApiPath[];
  /** …is none of them; absent counts as not being them. */
  readonly isNotApi?: ApiPath | readonly ApiPath[];
  /** The argument is a constant text that this RE2 expression finds something in. */
  readonly matches?: string;
  /** What is known of the argument's text begins with what this RE2 expression finds, whatever it goes on with. */
  readonly begins?: string;
  /** What is known of the argument's text does not begin with what this RE2 expression finds. */
  readonly beginsNot?: string;
  readonly isAbsent?: boolean;
  readonly isPresent?: boolean;
  /** The argument is not known to be a constant, or made of the program's constants alone, or checked against some. */
  readonly isDynamic?: boolean;
  /** Whether the argument is written as a text with values in it, which C# may hand over as a format and its values. */
  readonly isInterpolated?: boolean;
  /** The argument is a constant, or made of the program's constants alone. */
  readonly isFixed?: boolean;
  /** The argument carries a kind of sources (`entity-resolving`) that went through no sanitizer of the kind `without`. */
  readonly carries?: string;
  readonly without?: string;
  /** The argument carries no such kind; absent counts as carrying none. */
  readonly carriesNot?: string;
  /** The argument is no constant text that this RE2 expression finds something in; what is absent or not known may be another one. */
  readonly matchesNot?: string;
}

/** One condition, or several that must all hold. */
export type When = CallCondition | readonly CallCondition[];

export interface Model {
  /** The file and line that it stands in, for problems. */
  readonly file: string;
  readonly line?: number;
  readonly library: string;
  readonly languages: readonly LanguageId[];
  readonly types: readonly TypeRow[];
  readonly handlers: readonly HandlerRow[];
  readonly sources: readonly SourceRow[];
  readonly sinks: readonly SinkRow[];
  readonly sanitizers: readonly SanitizerRow[];
  readonly guards: readonly GuardRow[];
  readonly propagators: readonly PropagatorRow[];
  readonly callbacks: readonly CallbackRow[];
  readonly containers: readonly ContainerRow[];
  readonly traits: readonly TraitRow[];
}

/** Gives values a nominal type. Exactly one of `value`, `name`, `parameters`, `extends`, `shared`, `common`, `checked` says which values, or something of them. */
export interface TypeRow {
  readonly type: ApiPath;
  /** Library paths: `express()` is an `express.Application`. */
  readonly value?: ApiPath | readonly ApiPath[];
  /** By convention: a variable, parameter or member that nothing else is known of and whose whole name matches (RE2). */
  readonly name?: string;
  /** …and only if this member of it is used in the file: for names that mean many things. */
  readonly withMember?: string | readonly string[];
  /** By convention: a function whose first parameters have these whole names (RE2 each); the `index`th (0) is of the type. */
  readonly parameters?: readonly string[];
  readonly index?: number;
  /** By convention only in files that import one of these modules. */
  readonly imports?: string | readonly string[];
  /** One instance serves several requests at once: what one wrote to a field may be gone, or still be there, when it is read. */
  readonly shared?: boolean;
  /** Instances hold nothing but what their fields' annotations say (Python). */
  readonly checked?: boolean;
  /** All values of the type are one object: what one function puts in it, others find there (`flask.g`). */
  readonly common?: boolean;
  /** This type has all that those have (a superclass, an alias). */
  readonly extends?: ApiPath | readonly ApiPath[];
}

/** Functions that a framework calls: what their parameters are, and what becomes of what they return. */
export interface HandlerRow {
  /** A call that takes the function as an argument (`express.Application.get`)… */
  readonly call?: ApiPath | readonly ApiPath[];
  /** Which argument of `call`: a place, `any` by default; `"0.fetch"` is a member of an argument. */
  readonly argument?: Places;
  /** …or a decorator or annotation on the function (on a class, with `methods`)… */
  readonly decorator?: ApiPath | readonly ApiPath[];
  /** …or methods (all, or `methods`) of subclasses of this class… */
  readonly superclass?: ApiPath | readonly ApiPath[];
  /** …or functions that a file whose path matches this glob exports (all, or `methods`; `default` is the default export). */
  readonly files?: string;
  /** …or functions that an object literal holds in a member of one of these names: `{ Query: { user(parent, args) {} } }`. */
  readonly members?: readonly string[];
  /** …that begins with this text as its first statement: `"use server"`. */
  readonly directive?: string;
  /** Whole names, or their beginnings: `resolve_*`. */
  readonly methods?: readonly string[];
  /** …but for those that carry one of these decorators themselves, or whose class does. */
  readonly undecorated?: ApiPath | readonly ApiPath[];
  /** Only functions that take this many parameters (Express's error handlers take four). */
  readonly arity?: number;
  /** Nominal type of each parameter, `_` for nothing known. */
  readonly parameters?: readonly ApiPath[];
  /** Every parameter that `parameters` gives no type carries this kind (route parts; never `self`, nor one with a decorated or `skip`ped default). */
  readonly parameterKind?: string;
  readonly parameterTitle?: string;
  /** Parameters whose default or annotation is this are not the client's: `fastapi.Depends()`. */
  readonly skip?: ApiPath | readonly ApiPath[];
  /** The place of a route's text: the function, wherever it is, is called with the text's parts by their names: `<str:name>`, `(?P<name>.*)`. */
  readonly route?: Place;
  /** The call stands for what the function gives, or for an instance of the class: `Depends(current_user)`. */
  readonly gives?: boolean;
  /** The function has no body: a method makes what it gives of its arguments. Members of the decorator by which one is named: its class by the first, itself by the last. */
  readonly provider?: readonly string[];
  /** What is returned flows into a sink of this kind… */
  readonly returns?: string;
  readonly returnsTitle?: string;
  /** …a member of it alone: the `url` of `{ url, statusCode }`… */
  readonly returnsMember?: string;
  /** …only from functions that declare a result whose type matches this, as it is written (RE2)… */
  readonly returnsType?: string;
  /** …only where the constant text that the value begins with matches this (RE2), the empty one where it begins with none… */
  readonly returnsBeginning?: string;
  /** …unless it is (the result of) one of these: `flask.jsonify()`. */
  readonly returnsUnless?: ApiPath | readonly ApiPath[];
  /** Reads that give the route itself where the decorator's text has no parameters in it: `request.path` of `@app.route("/about")`. */
  readonly pathReads?: ApiPath | readonly ApiPath[];
}

export interface SourceRow {
  readonly kind: string;
  /** For traces, with its article: "the query string". */
  readonly title?: string;
  /** Reading this value, or anything below it. */
  readonly read?: ApiPath | readonly ApiPath[];
  /** Calling this; the tainted place is the result unless `place` says else. */
  readonly call?: ApiPath | readonly ApiPath[];
  readonly place?: Places;
  readonly when?: When;
  /** A parameter that carries this decorator or annotation (`@RequestParam`). */
  readonly parameterDecorator?: ApiPath | readonly ApiPath[];
  /** …unless one of these is handed to it: a pipe that lets only numbers through. */
  readonly skip?: ApiPath | readonly ApiPath[];
  /** A variable, parameter, member or key whose whole name matches (RE2): what it is called says what it holds (`password`). */
  readonly name?: string;
}

export interface SinkRow {
  readonly kind: string;
  /** For traces, what it reaches: "the SQL text". */
  readonly title?: string;
  readonly call?: ApiPath | readonly ApiPath[];
  /** Which parts of the call (default: argument 0): a flow into any of them is one into the sink. */
  readonly argument?: Places;
  /** Only the value itself counts, not what its elements or members hold: a list of arguments, an object of named columns. */
  readonly itself?: boolean;
  readonly when?: When;
  /** No data has to come from anywhere: where `when` holds, the call as it is written is the flaw. Rules name the source kind `as-written`. */
  readonly asWritten?: boolean;
  /** Assigning to this member or element; `*.innerHTML` is that member of anything. What counts is the value, or what `argument` says: `key`, `value`. */
  readonly write?: ApiPath | readonly ApiPath[];
  /** …of a list that is written there, only what stands behind a constant that this RE2 expression finds something in: `-c`. */
  readonly behind?: string;
  /** …but for that member of what is called so (RE2, the whole name): `*.src` of a picture is no script's. */
  readonly notOn?: string;
  /** Giving anything whose whole name matches (RE2) a value: a variable, member, key, named argument, the result of a function. */
  readonly name?: string;
  /** An attribute of JSX by name, on any element or on `element`s only. */
  readonly attribute?: string | readonly string[];
  readonly element?: string | readonly string[];
  /** The member of the attribute's value that counts: `__html`. */
  readonly property?: string;
  /** The key or the value of `a[key] = value`, wherever that is written; `outer-key`: that of the object written into, `a[key][k] = v`. */
  readonly subscriptWrite?: "key" | "outer-key" | "value";
}

export interface SanitizerRow {
  /** What it does: `html-escape`. Rules name the kinds that make their sink safe; `any` makes safe for every rule. */
  readonly kind: string | readonly string[];
  readonly call?: ApiPath | readonly ApiPath[];
  /** Reading this value: a constant, a generated id. */
  readonly read?: ApiPath | readonly ApiPath[];
  /** What it makes harmless: the result (default), an argument or the receiver from here on. */
  readonly place?: Places;
  readonly when?: When;
}

/** A check: taken as a condition, it makes a value harmless where it came out so. */
export interface GuardRow {
  /** What it proves, as sanitizers' kinds: `allow-list`, `path-inside`, `any`. */
  readonly kind: string | readonly string[];
  readonly call?: ApiPath | readonly ApiPath[];
  /** A part of what a call gave: to check it against literals, or that it is empty, is to check `place` of that call. */
  readonly part?: ApiPath | readonly ApiPath[];
  /** What this gives is the way from a folder to `place`: that it does not begin with `..` proves it. */
  readonly way?: ApiPath | readonly ApiPath[];
  /** What it checks (default: argument 0). */
  readonly place?: Places;
  /** The outcome that proves it (default true). `returns`: it throws otherwise, so what follows it is proven. */
  readonly outcome?: boolean | "returns";
  readonly when?: When;
}

/** Where a call carries taint. One row for a call ends the default, that arguments and receiver flow into the result. */
export interface PropagatorRow {
  readonly call: ApiPath | readonly ApiPath[];
  /** From nothing (`[]`): the call carries nothing anywhere. */
  readonly from: Places;
  readonly to: Places;
  /** Kinds of sanitizers that it undoes: an HTML decoder undoes `html-escape`. */
  readonly restores?: string | readonly string[];
  /** For traces: "decoded from Base64". */
  readonly title?: string;
  readonly when?: When;
}

/** A call that runs the functions that are handed to it, elsewhere or later, with what is handed over beside them. */
export interface CallbackRow {
  readonly call: ApiPath | readonly ApiPath[];
  /** What they are called with, by position: `"1.."`… */
  readonly arguments?: Places;
  /** …or the list of all that; of several places the first that is given counts: `[args, 3]`. */
  readonly list?: Places;
  /** The call gives what they give, or what stands for that: a future. */
  readonly givesResult?: boolean;
}

/** What a container's method does to its elements. Lists, maps and sets of the languages' own libraries need rows too. */
export interface ContainerRow {
  readonly call: ApiPath | readonly ApiPath[];
  readonly operation: ContainerOperation;
  /** Not the receiver, but the one object that all values of this type are: `ctx.Value(key)` finds what is put into any context. */
  readonly common?: ApiPath;
  /** Place of the key or position (default: 0 where the operation has one); of several, each is the key in what the one before gave. */
  readonly key?: Places;
  /** Instead of a key's place: the key itself, where one method has a place of its own (`getName` and `setName`). */
  readonly name?: string;
  /** Place of the value or of the other container (default: 0, or 1 where argument 0 is the key). */
  readonly value?: Place;
}

export type ContainerOperation =
  /** Makes one: empty, of the arguments, of another container's elements. */
  | "new"
  | "of"
  | "copy"
  /** Adds at the end, at the front, at a position; replaces at a key; adds all of another. */
  | "append"
  | "prepend"
  | "insert"
  | "set"
  | "set-if-absent"
  | "add-all"
  /** Reads at a key (`get`: null or a default, argument 1, where there is none), the first, the last, any. */
  | "get"
  | "first"
  | "last"
  | "any"
  /** Takes out and gives: at a key, the first, the last. */
  | "remove"
  | "remove-first"
  | "remove-last"
  | "clear"
  /** Fills it with what is not known. */
  | "load"
  /** Gives all keys, values, pairs, an iterator. */
  | "keys"
  | "values"
  | "entries"
  | "iterator"
  /** Gives it in another order or a part of it: positions are no longer known. */
  | "rearranged"
  | "slice"
  /** Builders of text: adds to the receiver and gives it. */
  | "build"
  /** Emitters of events: has the function `value` called with what is emitted under the name `key`; emits all that comes behind it. */
  | "listen"
  | "emit";

/** What a function does beside what it does with data. */
export interface TraitRow {
  readonly call: ApiPath | readonly ApiPath[];
  readonly is: Trait;
}

export type Trait =
  /** Nothing follows a call of it: it ends the program, or answers a request by throwing. */
  | "ending"
  /** It makes a path of names, or of another path, and opens nothing. */
  | "naming"
  /** It gives the function that it is handed first, to be called in another way. */
  | "wrapper"
  /** It makes an error of what it is told (Go): a function that gives it has failed. */
  | "error";
