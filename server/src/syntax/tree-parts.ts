// What a tree holds can be let go in parts. tree-sitter frees all nodes that belong to no other tree in one call, which takes 5 to 10 ms
// where little of a long file is left in the tree after it. So the branches of such a tree are taken off in wasm memory and
// freed each by itself, as the trees of their own that they are then; what remains is a whole tree at any time, only smaller.

import type { Tree } from "web-tree-sitter";
import type { Steps } from "../text/steps.ts";

/** What is used of web-tree-sitter's module. */
export interface TreeMemory {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** The address of a copy of the tree at an address, which shares its root. */
  copyTree(address: number): number;
  deleteTree(address: number): void;
}

/**
 * Of tree-sitter's structs in wasm, in bytes (0.27). A tree begins with the reference to its root, a `SubtreeHeapData`, right before which
 * the references to its children lie.
 */
const REFERENCE_SIZE = 8;
const IS_INLINE = 1;
const USERS = 0;
const CHILD_COUNT = 36;
const DESCENDANTS = 56;

/** So many nodes are freed in about a millisecond. */
const NODES_PER_STEP = 8000;
/** Smaller branches stay where they are. */
const SMALLEST = 30;

/** Takes off the branches of a tree of which nothing will be asked any more; then little is left to be deleted. */
export function* takeApart(core: TreeMemory, tree: Tree): Steps<void> {
  const address = (tree as unknown as { readonly 0: number })[0];
  let view = new DataView(core.memory.buffer);
  const isOwn = (subtree: number) => (subtree & IS_INLINE) === 0 && view.getUint32(subtree + USERS, true) === 1;
  const sizeOf = (subtree: number) =>
    view.getUint32(subtree + CHILD_COUNT, true) === 0 ? 0 : view.getUint32(subtree + DESCENDANTS, true);
  const root = view.getUint32(address, true);
  // Another version of tree-sitter may lay it out in another way.
  if (!isOwn(root) || sizeOf(root) + 1 !== tree.rootNode.descendantCount) return;
  const stems = [root];
  let freed = 0;
  for (let stem = stems.pop(); stem !== undefined; stem = stems.pop()) {
    const count = view.getUint32(stem + CHILD_COUNT, true);
    for (let at = stem - count * REFERENCE_SIZE; at < stem; at += REFERENCE_SIZE) {
      const branch = view.getUint32(at, true);
      if (!isOwn(branch)) continue;
      const size = sizeOf(branch);
      if (size > NODES_PER_STEP) stems.push(branch);
      if (size > NODES_PER_STEP || size < SMALLEST) continue;
      takeOff(core, address, at);
      freed += size;
      if (freed >= NODES_PER_STEP) {
        freed = 0;
        yield;
      }
      // The memory may have grown, which leaves a view without a buffer.
      view = new DataView(core.memory.buffer);
    }
  }
}

/** Frees what a reference in a tree of its own points to, where there is nothing from then on. */
function takeOff({ memory, copyTree, deleteTree }: TreeMemory, tree: number, at: number): void {
  const part = copyTree(tree);
  const view = new DataView(memory.buffer);
  const root = view.getUint32(tree, true);
  view.setUint32(root + USERS, 1, true);
  view.setUint32(part, view.getUint32(at, true), true);
  view.setUint32(at, IS_INLINE, true);
  deleteTree(part);
}
