/** Where a text says `gitleaks:allow`, in order, kept over edits. */

import type { ReplacedSpan } from "../../text/keyword-search.ts";
import { indexFrom } from "../../text/sorted.ts";

const allowComment = "gitleaks:allow";

export function allowCommentsIn(text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(allowComment); at >= 0; at = text.indexOf(allowComment, at + allowComment.length))
    places.push(at);
  return places;
}

/** Makes the places those after an edit. */
export function updateAllowComments(places: number[], text: string, edit: ReplacedSpan): void {
  const from = Math.max(0, edit.start - allowComment.length);
  const near = text.slice(from, edit.newEnd + allowComment.length);
  const kept = places.filter((place) => place + allowComment.length <= edit.start);
  const moved = places.filter((place) => place >= edit.oldEnd).map((place) => place + edit.newEnd - edit.oldEnd);
  const come = allowCommentsIn(near)
    .map((place) => place + from)
    .filter((place) => place + allowComment.length > edit.start && place < edit.newEnd);
  places.splice(0, places.length, ...kept, ...come, ...moved);
}

/** Whether one stands between two places. */
export function hasAllowComment(places: readonly number[], from: number, to: number): boolean {
  const first = places[indexFrom(places, from)];
  return first !== undefined && first + allowComment.length <= to;
}
