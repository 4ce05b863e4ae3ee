// Nodes that lead back to themselves, in graphs of whatever kind.

interface Open<T> {
  readonly node: T;
  readonly index: number;
  low: number;
  readonly targets: Iterator<T>;
}

/**
 * The strongly connected components of what can be reached from `starts`, each after those that it leads to, by Tarjan's algorithm (SIAM
 * Journal on Computing 1, 1972), which does not recurse here: a way may be as long as it likes.
 *
 * @param targetsOf where a node leads; asked once for each
 */
export function* circlesOf<T>(starts: Iterable<T>, targetsOf: (node: T) => Iterable<T>): Generator<T[]> {
  const open: Open<T>[] = [];
  const seen = new Map<T, Open<T> | undefined>();
  const enter = (node: T): Open<T> => {
    const index = open.length;
    const entered: Open<T> = { node, index, low: index, targets: targetsOf(node)[Symbol.iterator]() };
    open.push(entered);
    seen.set(node, entered);
    return entered;
  };
  for (const start of starts) {
    if (seen.has(start)) continue;
    const way = [enter(start)];
    while (way.length > 0) {
      const top = way[way.length - 1]!;
      const { done, value } = top.targets.next();
      if (!done) {
        const known = seen.get(value);
        if (known) top.low = Math.min(top.low, known.index);
        else if (!seen.has(value)) way.push(enter(value));
        continue;
      }
      way.pop();
      const below = way[way.length - 1];
      if (below) below.low = Math.min(below.low, top.low);
      if (top.low !== top.index) continue;
      const closed = open.splice(top.index);
      for (const { node } of closed) seen.set(node, undefined);
      yield closed.map(({ node }) => node);
    }
  }
}
