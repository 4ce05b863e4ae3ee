// Numbers in order, and where one stands among them.

/** The index of the first that is not less; their count when all are. */
export function indexFrom(sorted: ArrayLike<number>, least: number): number {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
