/** The package brings no types; this is all we use of it. */
declare module 'qrcode' {
  /** @returns a PNG as a data: URL */
  export function toDataURL(text: string, options?: { margin?: number; width?: number }): Promise<string>;
}
