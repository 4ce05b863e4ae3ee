// The order in which texts are sorted: by their units, the same on every machine, unlike that of a locale.

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
