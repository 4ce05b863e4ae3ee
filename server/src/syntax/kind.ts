// The vocabulary of the common AST: what a node is, and what it is to its parent. One set for all languages; what only one
// language has keeps its grammar's name in an `Opaque` node, whose children are still lowered and still matched.
//
// In a rule's pattern, a metavariable may stand wherever a name does. Where a name is a node (an Identifier, a key), the
// node's kind is Metavariable; where it is only a symbol (a member, a function, a parameter, an attribute, a tag, a label, a
// type, an imported name), the symbol is the metavariable's name with its `$` (`...` for an ellipsis). In lists whose elements
// wrap names (parameters, statements, members, attributes, specifiers) an ellipsis stands as an Ellipsis node of its own.
// Lowerings get this by `Lowerer.identifier`, `Lowerer.nameSymbol` and `Lowerer.ellipsis`.

/** What a node is. The comment names the symbol (if any) and the roles of the children, in order. */
export enum Kind {
  /** Nothing; index 0 of tables. */
  None,
  /** The whole file: Statement*. */
  Module,
  /** A construct that no analysis needs; symbol: the grammar's kind; children lowered as Element. */
  Opaque,
  /** Text that does not parse; children lowered as Element. */
  Error,

  // Names and literals
  /** symbol: the name. */
  Identifier,
  This,
  Super,
  /** symbol: the cooked value when short (see `Ast.stringValue`). Part* (Strings) where several are written side by side. */
  String,
  /** Interpolated text: Part* (String parts and expressions, in order). */
  Template,
  /** symbol: the digits as written, separators removed. */
  Number,
  /** symbol: `true` or `false`. */
  Boolean,
  /** null, None, nil; symbol: as written. */
  Null,
  /** symbol: the pattern; flags as a String child in role Modifier when present. */
  Regex,
  /** Ruby's :symbol and the like; symbol: the name. */
  Atom,

  // Expressions
  /** Callee, TypeArgument*, Argument*. In a shell also Init* (Assign) before, Item* (redirections) after. */
  Call,
  /** Callee (the class), TypeArgument*, Argument*, Body? (an anonymous class). */
  New,
  /** Object; symbol: the member's name. */
  Member,
  /** Object, Property. */
  Index,
  /** Object, Lower?, Upper?, Step?. */
  Slice,
  /** symbol: the operator; Operand. */
  Unary,
  /** `++`/`--`; symbol: the operator; Operand. Prefix flag. */
  Update,
  /** symbol: the operator (`&&`, `and`, `??`, `+`, `in`, `instanceof`…, the language's own); Left, Right. Of `x instanceof T y` also Target, a Declarator. */
  Binary,
  /** symbol: `=` or the compound operator; Target, Value. */
  Assign,
  /** Condition, Then, Else. */
  Conditional,
  /** Operand. */
  Await,
  /** Operand?; symbol `*` for delegation (`yield*`, `yield from`). */
  Yield,
  /** `...x`, `*x`, `&block`; Operand. */
  Spread,
  /** `**x`; Operand. */
  KeywordSpread,
  /** symbol: the name; Value. */
  NamedArgument,
  /** `(T) x`, `x as T`, `x!`; Type?, Operand. symbol: `static_cast` and the like, Go's `.()`. */
  Cast,
  /** Type? (as in `new T[] { … }`, `[]T{ … }`), Element*. */
  Array,
  /** Element*. */
  Tuple,
  /** Element*. */
  Set,
  /** Object literals, dicts, hashes, YAML mappings: Element* (Pair, Spread, KeywordSpread, Function with flag Method). */
  Object,
  /** Key, Value. A plain name as key is a String. Shorthand flag for `{ a }`. */
  Pair,
  /** Decorator*, Modifier*, Name?, TypeParameter*, Parameter*, ReturnType* (Go: a Declarator for a result with a name), Clause* (types in `throws`; a ScopeDeclaration `use`), Body. symbol: the name, 0 for none. */
  Function,
  /** Decorator*, Modifier*, Name?, TypeParameter*, Parameter* (of a primary constructor), Superclass*, Argument* (beside the superclasses), Interface*, Member*. symbol: the name. */
  Class,
  /** symbol: `list`, `set`, `dict`, `generator`; Element, then Clause* (ComprehensionFor, ComprehensionIf). */
  Comprehension,
  /** Target, Iterable. */
  ComprehensionFor,
  /** Condition. */
  ComprehensionIf,
  /** The comma operator: Element*. */
  Sequence,
  /** Tag, Part* (as Template). */
  TaggedTemplate,
  /** symbol: the tag's name; Tag?, Attribute*, Child*. Also HTML and XML elements. */
  Element,
  /** symbol: the attribute's name; Value?. */
  Attribute,
  /** Text between tags; symbol as String's. */
  Text,
  /** `x := e`: Target, Value. */
  NamedExpression,
  /** A default in a destructuring pattern: Target, Default. */
  DefaultPattern,
  /** `new.target`, `import.meta`; symbol: as written. */
  MetaProperty,

  // Statements
  /** Statement*. */
  Block,
  /** Expression. */
  ExpressionStatement,
  /** symbol: `const`, `let`, `var`, …; Modifier*, Declarator*. As a Member it holds Fields in role Declarator. */
  VariableDeclaration,
  /** Target, Type?, Value?. */
  Declarator,
  /** Condition, Then, Else?. */
  If,
  /** Condition, Body, Else?. */
  While,
  /** Body, Condition. */
  DoWhile,
  /** Init?, Condition?, Update?, Body. */
  For,
  /** symbol: `of` (over elements), `in` (over keys), `entries` (Target is a Tuple of key and element); Modifier? (`const`, `let`, `var`: Target declares), Target, Type?, Iterable, Body, Else?. */
  ForEach,
  /** Subject, Case*. */
  Switch,
  /** Pattern* (none: default), Guard?, Statement*. Without fall-through in languages that have none: flag NoFallThrough. Where a switch is a value: flag ExpressionBody when that is its statement's, else Yield gives it. */
  Case,
  /** Item* (resources), Body, Handler* (Catch), Else?, Finalizer?. */
  Try,
  /** Type*, Parameter?, Body. */
  Catch,
  /** Operand?, Value? (Python's `from`). */
  Throw,
  /** Operand?. */
  Return,
  /** symbol: the label, 0 for none. */
  Break,
  Continue,
  /** symbol: the label; Statement. */
  Labeled,
  Goto,
  /** symbol: `synchronized`, `lock`, … where it is not `with`; Item* (WithItem), Body. */
  With,
  /** Value, Target?. */
  WithItem,
  /** symbol: the module as written; Specifier*. `import x` with no specifier runs or binds the module. Without a symbol: Specifier* that are Imports. */
  Import,
  /** symbol: the imported name (`default`, `*` for the namespace); Alias? (Identifier, the local name when it differs). */
  ImportSpecifier,
  /** symbol: the module for re-exports; Modifier `default`?; Declaration or Specifier* or Value. */
  Export,
  /** Operand*. */
  Delete,
  /** Condition, Value?. */
  Assert,
  /** `global x`, `nonlocal x`; symbol: the keyword; Name*. */
  ScopeDeclaration,
  Empty,
  /** `package a.b`, `namespace A\B { … }`; symbol: the name; Statement*. */
  Namespace,
  /** Operand (a Call). */
  Defer,
  /** Go's `go f()`; Operand. */
  Spawn,

  // Parts of declarations
  /** Decorator*, Modifier*, Target (Identifier or pattern), Type?, Default?. symbol: the name when Target is an Identifier. Rest flags. */
  Parameter,
  /** symbol: the name; Type?. */
  TypeParameter,
  /** A class's field: Decorator*, Modifier*, Name, Type?, Value?. symbol: the name. */
  Field,
  /** symbol: `public`, `static`, `async`…. */
  Modifier,
  /** Expression (the call or name behind `@`). */
  Decorator,
  /** A type as written; symbol: its head (`List` of `List<String>`, dotted names whole); TypeArgument*. */
  Type,
  /** An enum's member, symbol: the name; Value?. */
  EnumMember,
  /** A block of HCL and the like; symbol: the type; Name (the type), Label*, Statement* (Pair for an attribute). */
  ConfigBlock,
  /** Dockerfile instruction: symbol: the keyword; Modifier* (flags), Argument*, Alias?, Body? (what a shell runs). */
  Instruction,

  // Only in patterns
  /** symbol: the name with `$`. */
  Metavariable,
  /** `...` */
  Ellipsis,
  /** `$...ARGS`; symbol: the name. */
  MetavariableEllipsis,
  /** `<... e ...>`: Operand. */
  DeepEllipsis,
  /** `(T $X)`, `($X : T)`: Type; symbol: the metavariable. */
  TypedMetavariable,
}

/** What a node is to its parent. */
export enum Role {
  None,
  Statement,
  Expression,
  Element,
  Callee,
  Argument,
  TypeArgument,
  Object,
  Property,
  Lower,
  Upper,
  Step,
  Operand,
  Left,
  Right,
  Target,
  Value,
  Condition,
  Then,
  Else,
  Type,
  Key,
  Decorator,
  Modifier,
  Name,
  TypeParameter,
  Parameter,
  ReturnType,
  Body,
  Superclass,
  Interface,
  Member,
  Clause,
  Iterable,
  Tag,
  Attribute,
  Child,
  Part,
  Default,
  Declarator,
  Init,
  Update,
  Subject,
  Case,
  Pattern,
  Guard,
  Item,
  Handler,
  Finalizer,
  Specifier,
  Alias,
  Declaration,
  Label,
}

/** Small facts about a node, as bits of `Ast.flags`. */
export enum Flag {
  None = 0,
  Async = 1,
  Generator = 2,
  Static = 4,
  /** `a?.b`, `a?.()`, `a&.b`. */
  Optional = 8,
  /** A prefix `++x`; what PHP's `&` makes a reference: an Assign, a ForEach, a name that a closure uses. */
  Prefix = 16,
  /** `{ a }`, a Pair whose value is the name itself; a record's constructor that leaves its parameters out; C#'s `new T { … }`; Ruby's `@a`, what `unless x` asks. */
  Shorthand = 32,
  /** A function that is an object's or class's member. */
  Method = 64,
  /** An arrow, lambda or block: no own `this`, and an expression body returns its value. */
  Lambda = 128,
  /** A getter, setter or constructor; see the symbol. */
  Accessor = 256,
  /** The body is one expression whose value is returned. */
  ExpressionBody = 512,
  /** `*args`, `...rest`. */
  Rest = 1024,
  /** `**kwargs`. */
  KeywordRest = 2048,
  /** A string that is not text: bytes (`b""`), char (`'c'`). */
  Bytes = 4096,
  /** A case that ends without falling into the next. */
  NoFallThrough = 8192,
  /** A computed key or member (`[x]: 1`). */
  Computed = 16384,
  /** A type-only import or export: nothing at run time. */
  TypeOnly = 32768,
}

export function isStatementKind(kind: Kind): boolean {
  return kind >= Kind.Block && kind <= Kind.Spawn;
}
