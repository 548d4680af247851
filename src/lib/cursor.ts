/** Opaque page cursors: the sort key of the last row, base64url. A cursor that does not parse is no cursor. */
export function encodeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @returns the parts, or null when the cursor is absent or was not made by us. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number)[] | null {
  if (!cursor || cursor.length > 500) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== length) return null;
    return parts.every((part) => typeof part === 'string' || typeof part === 'number') ? parts : null;
  } catch {
    return null;
  }
}
