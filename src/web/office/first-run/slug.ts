/** What the contract accepts as an address part. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** "Café de l’Été" becomes "cafe-de-l-ete". */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
