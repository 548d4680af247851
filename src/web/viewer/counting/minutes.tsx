import { useState } from 'react';
import type { CountedMinute } from '#contract/counting.ts';
import { time } from '../../client/format.ts';
import { Button } from '../../ui/button.tsx';
import { useNumber } from '../show/counters.tsx';
import { useLanguage } from '../words.ts';
import { peakOf } from './curves.ts';
import { useCountingWords } from './words.ts';

const AROUND = 2;
const PAGE = 60;

/** The charts as numbers: at first around the busiest minute, then from the beginning, an hour at a time. */
export function Minutes({ minutes }: { minutes: readonly CountedMinute[] }) {
  const w = useCountingWords();
  const number = useNumber();
  const language = useLanguage();
  const [count, setCount] = useState(0);
  const peak = peakOf(minutes)!;
  const first = Math.max(0, Math.min(minutes.indexOf(peak) - AROUND, minutes.length - 2 * AROUND - 1));
  const shown = count === 0 ? minutes.slice(first, first + 2 * AROUND + 1) : minutes.slice(0, count);
  const left = minutes.length - count;
  return (
    <section className="card counted" aria-label={count === 0 ? w.around : w.allMinutes}>
      <div className="tbl-w" tabIndex={0} role="region" aria-label={w.minute}>
        <table className="tbl">
          <thead>
            <tr>
              <th>{w.minute}</th>
              {[w.watching, w.devicesColumn, w.soldNet, w.paid, w.linked, w.cancelled].map((name) => (
                <th key={name} className="n">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((minute) => (
              <tr key={minute.at} className={minute === peak ? 'is-peak' : ''}>
                <td className="b">{time(minute.at, 'clock', language)}</td>
                <td className="n b">{number(minute.watching)}</td>
                <td className="n">{number(minute.connected)}</td>
                <td className="n b">{number(minute.sold)}</td>
                <td className="n">{number(minute.paid)}</td>
                <td className="n">{number(minute.excluded)}</td>
                <td className="n">{number(minute.cancelled)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < minutes.length ? (
        <p className="pad">
          <Button size="sm" onClick={() => setCount(count + PAGE)}>
            {count === 0 ? w.allMinutes : w.more(Math.min(PAGE, left))}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
