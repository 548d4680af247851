import { deflateMessage } from './deflate.ts';
import { compressedTextFrame, payloadOf, textFrame } from './frame.ts';
import { LIMITS } from './limits.ts';

/** One message, encoded once: the same bytes to everybody, and a compressed twin once enough of them can read it. */
export class Shared {
  readonly bytes: Buffer;
  /** Null when it was tried and does not pay. */
  #packed: Buffer | null | undefined = undefined;
  /** Plain bytes that went to readers who could have had the twin. */
  #spent = 0;

  constructor(text: string) {
    this.bytes = textFrame(text);
    if (this.bytes.length < LIMITS.deflateFromBytes) this.#packed = null;
  }

  /** What to write to this reader. */
  for(reader: { readonly deflates: boolean }): Buffer {
    return (reader.deflates && this.#twin()) || this.bytes;
  }

  /** Compressing costs about as much as ten writes: it is done when it saves that, so in small rooms hardly ever. */
  #twin(): Buffer | null {
    if (this.#packed !== undefined) return this.#packed;
    this.#spent += this.bytes.length;
    if (this.#spent < LIMITS.deflateAfterBytes) return null;
    const packed = compressedTextFrame(deflateMessage(payloadOf(this.bytes)));
    this.#packed = packed.length <= this.bytes.length * LIMITS.deflatePays ? packed : null;
    return this.#packed;
  }
}
