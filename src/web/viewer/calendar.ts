interface Event {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly startsAt: string;
  readonly shop: { readonly name: string };
}

/** RFC 5545, one event of an hour with a reminder ten minutes before. Lines end in CRLF and are at most 75 bytes. */
export function calendarFile(show: Event, origin: string, nowMs: number): string {
  const starts = new Date(show.startsAt);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Etalage//Show//EN',
    'BEGIN:VEVENT',
    `UID:${show.id}@etalage`,
    `DTSTAMP:${stamp(new Date(nowMs))}`,
    `DTSTART:${stamp(starts)}`,
    `DTEND:${stamp(new Date(starts.getTime() + 3_600_000))}`,
    `SUMMARY:${escape(`${show.title}, ${show.shop.name}`)}`,
    `URL:${origin}/shows/${show.slug}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escape(show.title)}`,
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

const stamp = (at: Date): string => `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
const escape = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** A long line goes on in the next one after a space; never in the middle of a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let room = 75;
  for (const sign of line) {
    const bytes = encoder.encode(sign).length;
    if (bytes > room) {
      parts.push(part);
      part = '';
      room = 74;
    }
    part += sign;
    room -= bytes;
  }
  return [...parts, part].join('\r\n ');
}
