// What is said in the rooms of the fan-out bench: chat of about 190 bytes, each with one 'é' to be counted by.
export interface Line {
  s: number;
  t: number;
  k: string;
  d: object;
}
const WORDS = 'steel pan egg hob lid rust shine salt oil warm heavy handle dinner market bench lamp'.split(' ');

export const line = (s: number, pad: number): Line => ({
  s,
  t: Date.now(),
  k: 'chat',
  d: {
    id: crypto.randomUUID(),
    author: 'k3jd92ks',
    name: 'Noor',
    label: null,
    text: `é${Array.from({ length: 8 }, (_, at) => WORDS[(s * 7 + at * 3) % WORDS.length]).join(' ')}${'.'.repeat(pad)}`,
  },
});
