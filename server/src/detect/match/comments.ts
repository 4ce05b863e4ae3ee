// Takes comments out of text for generic rules that ask for it (`generic_comment_style`), leaving everything else in place.

const STYLES: Readonly<Record<string, RegExp>> = {
  c: /\/\*[\s\S]*?(?:\*\/|$)/g,
  cpp: /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*/g,
  shell: /#[^\n]*/g,
};

/** Comments become spaces, so that offsets and lines stay. */
export function withoutComments(text: string, style: string): string {
  const pattern = STYLES[style];
  return pattern ? text.replace(pattern, (comment) => comment.replace(/[^\n]/g, " ")) : text;
}
