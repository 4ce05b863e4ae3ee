// What a model file may say, as tables: the loader checks rows against them and the published JSON schema is made of them.
// The types that rows have in code stand in flow/model.ts.

/** How a value of a row is written. `…s` is one or a list of them. */
export type ValueShape =
  | "text"
  | "texts"
  | "list of texts"
  | "path"
  | "paths"
  | "list of paths"
  | "place"
  | "places"
  | "kind"
  | "kinds"
  | "regex"
  | "list of regexes"
  | "integer"
  | "boolean"
  | "when"
  | readonly (string | boolean)[];

export interface RowShape {
  /** For messages: "a source". */
  readonly what: string;
  readonly required: readonly string[];
  /** Exactly one of these must be given. */
  readonly oneOf?: readonly string[];
  readonly keys: Readonly<Record<string, ValueShape>>;
}

const CONTAINER_OPERATIONS = [
  "new",
  "of",
  "copy",
  "append",
  "prepend",
  "insert",
  "set",
  "set-if-absent",
  "add-all",
  "get",
  "first",
  "last",
  "any",
  "remove",
  "remove-first",
  "remove-last",
  "clear",
  "keys",
  "values",
  "entries",
  "iterator",
  "load",
  "rearranged",
  "slice",
  "build",
  "listen",
  "emit",
] as const;

export const TRAITS = ["ending", "naming", "wrapper", "error"] as const;

export const MODEL_KEYS = [
  "library",
  "languages",
  "types",
  "handlers",
  "sources",
  "sinks",
  "sanitizers",
  "guards",
  "propagators",
  "callbacks",
  "containers",
  "traits",
] as const;
export type RowList =
  | "types"
  | "handlers"
  | "sources"
  | "sinks"
  | "sanitizers"
  | "guards"
  | "propagators"
  | "callbacks"
  | "containers"
  | "traits";

export const ROWS: Readonly<Record<RowList, RowShape>> = {
  types: {
    what: "a type",
    required: ["type"],
    oneOf: ["value", "name", "parameters", "extends", "shared", "common", "checked"],
    keys: {
      type: "path",
      value: "paths",
      name: "regex",
      withMember: "texts",
      parameters: "list of regexes",
      index: "integer",
      imports: "texts",
      shared: "boolean",
      common: "boolean",
      checked: "boolean",
      extends: "paths",
    },
  },
  handlers: {
    what: "a handler",
    required: [],
    oneOf: ["call", "decorator", "superclass", "files", "members"],
    keys: {
      call: "paths",
      argument: "places",
      decorator: "paths",
      superclass: "paths",
      files: "text",
      members: "list of texts",
      directive: "text",
      methods: "list of texts",
      undecorated: "paths",
      arity: "integer",
      parameters: "list of paths",
      parameterKind: "kind",
      parameterTitle: "text",
      skip: "paths",
      route: "place",
      gives: "boolean",
      provider: "list of texts",
      returns: "kind",
      returnsTitle: "text",
      returnsMember: "text",
      returnsType: "regex",
      returnsBeginning: "regex",
      returnsUnless: "paths",
      pathReads: "paths",
    },
  },
  sources: {
    what: "a source",
    required: ["kind"],
    oneOf: ["read", "call", "parameterDecorator", "name"],
    keys: {
      kind: "kind",
      title: "text",
      read: "paths",
      call: "paths",
      place: "places",
      when: "when",
      parameterDecorator: "paths",
      skip: "paths",
      name: "regex",
    },
  },
  sinks: {
    what: "a sink",
    required: ["kind"],
    oneOf: ["call", "write", "attribute", "subscriptWrite", "name"],
    keys: {
      kind: "kind",
      title: "text",
      call: "paths",
      argument: "places",
      itself: "boolean",
      when: "when",
      asWritten: "boolean",
      write: "paths",
      behind: "regex",
      notOn: "regex",
      name: "regex",
      attribute: "texts",
      element: "texts",
      property: "text",
      subscriptWrite: ["key", "outer-key", "value"],
    },
  },
  sanitizers: {
    what: "a sanitizer",
    required: ["kind"],
    oneOf: ["call", "read"],
    keys: { kind: "kinds", call: "paths", read: "paths", place: "places", when: "when" },
  },
  guards: {
    what: "a guard",
    required: ["kind"],
    oneOf: ["call", "part", "way"],
    keys: {
      kind: "kinds",
      call: "paths",
      part: "paths",
      way: "paths",
      place: "places",
      outcome: [true, false, "returns"],
      when: "when",
    },
  },
  propagators: {
    what: "a propagator",
    required: ["call", "from", "to"],
    keys: { call: "paths", from: "places", to: "places", restores: "kinds", title: "text", when: "when" },
  },
  callbacks: {
    what: "a callback",
    required: ["call"],
    oneOf: ["arguments", "list"],
    keys: { call: "paths", arguments: "places", list: "places", givesResult: "boolean" },
  },
  containers: {
    what: "a container's method",
    required: ["call", "operation"],
    keys: {
      call: "paths",
      operation: CONTAINER_OPERATIONS,
      common: "path",
      key: "places",
      name: "text",
      value: "place",
    },
  },
  traits: {
    what: "a trait",
    required: ["call", "is"],
    keys: { call: "paths", is: TRAITS },
  },
};

/** What a condition on a call may say. */
export const WHEN_KEYS = [
  "argument",
  "is",
  "isNot",
  "isApi",
  "isNotApi",
  "matches",
  "begins",
  "beginsNot",
  "isAbsent",
  "isPresent",
  "isDynamic",
  "isInterpolated",
  "isFixed",
  "carries",
  "without",
  "carriesNot",
  "matchesNot",
] as const;
