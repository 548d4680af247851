/**
 * AMF0, in which RTMP writes its commands: as much as encoders use, with limits, because it is read
 * before anybody has said who they are.
 */
export type AmfValue = number | boolean | string | null | undefined | readonly AmfValue[] | AmfObject;
export interface AmfObject {
  readonly [key: string]: AmfValue;
}

const TYPE = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
} as const;

/** Honest commands are two levels deep and have fewer than thirty fields. */
const MAX_DEPTH = 6;
const MAX_VALUES = 500;

/** All values of a message, one after the other. Null when it is no AMF0, or more of it than anybody needs. */
export function readAmf(bytes: Uint8Array): AmfValue[] | null {
  const reader = createReader(bytes);
  try {
    const values: AmfValue[] = [];
    while (reader.left() > 0) values.push(reader.value(0));
    return values;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function createReader(bytes: Uint8Array) {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let values = 0;

  function take(count: number): Buffer {
    if (count > data.length - at) throw new RangeError('AMF value is cut short');
    at += count;
    return data.subarray(at - count, at);
  }

  const text = (lengthBytes: 2 | 4): string => take(take(lengthBytes).readUIntBE(0, lengthBytes)).toString('utf8');

  function value(depth: number): AmfValue {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) throw new RangeError('AMF message is too large');
    const type = take(1)[0];
    if (type === TYPE.number) return take(8).readDoubleBE();
    if (type === TYPE.boolean) return take(1)[0] !== 0;
    if (type === TYPE.string) return text(2);
    if (type === TYPE.longString) return text(4);
    if (type === TYPE.null) return null;
    if (type === TYPE.undefined) return undefined;
    if (type === TYPE.object) return fields(depth);
    if (type === TYPE.date) return take(10).readDoubleBE();
    if (type === TYPE.ecmaArray) {
      take(4); // a count that encoders get wrong: the end mark counts
      return fields(depth);
    }
    if (type !== TYPE.strictArray) throw new RangeError(`AMF type ${type}`);
    const count = take(4).readUInt32BE();
    if (count > MAX_VALUES) throw new RangeError('AMF array is too long');
    return Array.from({ length: count }, () => value(depth + 1));
  }

  function fields(depth: number): AmfObject {
    // No prototype: a field may be called anything.
    const object: Record<string, AmfValue> = Object.create(null);
    for (;;) {
      const key = text(2);
      if (key === '' && data[at] === TYPE.objectEnd) {
        take(1);
        return object;
      }
      object[key] = value(depth + 1);
    }
  }

  return { value, left: () => data.length - at };
}

export function writeAmf(...values: readonly AmfValue[]): Buffer {
  return Buffer.concat(values.map(writeValue));
}

function writeValue(value: AmfValue): Buffer {
  if (value === null) return Buffer.of(TYPE.null);
  if (value === undefined) return Buffer.of(TYPE.undefined);
  if (typeof value === 'boolean') return Buffer.of(TYPE.boolean, value ? 1 : 0);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'string') return Buffer.concat([Buffer.of(TYPE.string), writeText(value)]);
  if (isList(value)) return Buffer.concat([writeCount(value.length), ...value.map(writeValue)]);
  const fields = Object.entries(value).flatMap(([key, field]) => [writeText(key), writeValue(field)]);
  return Buffer.concat([Buffer.of(TYPE.object), ...fields, Buffer.of(0, 0, TYPE.objectEnd)]);
}

const isList = (value: AmfObject | readonly AmfValue[]): value is readonly AmfValue[] => Array.isArray(value);

function writeNumber(value: number): Buffer {
  const out = Buffer.alloc(9, TYPE.number);
  out.writeDoubleBE(value, 1);
  return out;
}

function writeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8').subarray(0, 0xffff);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
}

function writeCount(count: number): Buffer {
  const out = Buffer.alloc(5, TYPE.strictArray);
  out.writeUInt32BE(count, 1);
  return out;
}
