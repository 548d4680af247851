/** A piece of a line: plain words, or a name that is spoken to. */
export type Part = string | { readonly name: string; readonly author: string };

/**
 * Cuts a line where it speaks to somebody. Whom it speaks to was found by the server; here only the place in the text
 * is looked for, so a name that was typed without that stays plain words.
 * @param nameOf null for somebody whose lines this screen never saw
 */
export function partsOf(text: string, mentions: readonly string[], nameOf: (author: string) => string | null): Part[] {
  let parts: Part[] = [text];
  for (const author of mentions) {
    const name = nameOf(author);
    if (name) parts = parts.flatMap((part) => (typeof part === 'string' ? cut(part, `@${name}`, author) : [part]));
  }
  return parts;
}

function cut(text: string, name: string, author: string): Part[] {
  const at = text.toLocaleLowerCase().indexOf(name.toLocaleLowerCase());
  // Letters that change their length with their case would cut in the wrong place.
  if (at < 0 || text.slice(at, at + name.length).toLocaleLowerCase() !== name.toLocaleLowerCase()) return [text];
  const rest = text.slice(at + name.length);
  return [text.slice(0, at), { name: text.slice(at, at + name.length), author }, rest].filter((part) => part !== '');
}
