/** What of a title can stand in an address; the id makes it unique when another show has the same. */
export function slugOf(title: string, id: string | null): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');
  // The tail of a UUIDv7 is random, its head is the time.
  return [words || 'show', id?.slice(-8)].filter(Boolean).join('-');
}
