// How V8 compiles us. It compiles a function for speed, with what it calls put into it, once the function has done some work, and does so
// again when it meets objects of another shape. For an engine of thousands of functions, each used a little, that was a fifth of a
// scan's processor time, and most of the time of the dearest keystrokes. So functions have to do eight times as much
// first, and less is put into them. And how it collects what is new: little of that is left each time, and threads that share the work take as long
// as one does, each of them.

import { setFlagsFromString } from "node:v8";
import options from "./compiler-options.json";

/** Options that a V8 does not know are passed over by it. */
export function tuneCompiler(): void {
  for (const option of options) setFlagsFromString(option);
}
