// Metavariables in messages and fixes: `$X` is the code that it stands for, `value($X)` its constant.

import { type Binding, type Bindings, textOf } from "./bindings.ts";

export interface InterpolationOptions {
  /** The constant that a metavariable's code always is. */
  readonly constantOf: (binding: Binding) => string | undefined;
}

const METAVARIABLE = /value\((\$[A-Z_][A-Z_0-9]*)\)|\$(?:\.\.\.[A-Z_][A-Z_0-9]*|[A-Z_][A-Z_0-9]*|\d+|[a-zA-Z_]\w*)/g;

/** Puts the code of bound metavariables in their places; others stay as they are written. */
export function interpolate(template: string, bindings: Bindings, { constantOf }: InterpolationOptions): string {
  return template.replace(METAVARIABLE, (whole, inValue: string | undefined) => {
    const name = inValue ?? longestBound(whole, bindings);
    const binding = name === undefined ? undefined : bindings.get(name);
    if (!binding || name === undefined) return whole;
    if (inValue !== undefined) return constantOf(binding) ?? textOf(binding);
    return textOf(binding) + whole.slice(name.length);
  });
}

/** `$12` is `$12` when that is bound, else `$1` and a 2. */
function longestBound(name: string, bindings: Bindings): string | undefined {
  if (bindings.has(name)) return name;
  if (!/^\$\d+$/.test(name)) return undefined;
  for (let length = name.length - 1; length > 1; length--)
    if (bindings.has(name.slice(0, length))) return name.slice(0, length);
  return undefined;
}
