import { useState } from 'react';
import { type Import, IMPORT_FIELDS } from '#contract/catalog.ts';
import { time } from '../../client/format.ts';
import { Tag as PriceTag } from '../../staff/icons.ts';
import { useLanguage } from '../../staff/language.tsx';
import { RefusedNote } from '../../staff/refused.tsx';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/icons.ts';
import { Note, Tag } from '../../ui/parts.tsx';
import { Foot } from './foot.tsx';
import { useImportAddress, useImportVerbs } from './use-imports.ts';
import { useWords } from './words.ts';

type Field = (typeof IMPORT_FIELDS)[number];

/** Which column feeds which of our fields. */
export function Columns({ imported, onDone }: { imported: Import; onDone: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const { open } = useImportAddress();
  const { map } = useImportVerbs(imported.id);
  const [mapping, setMapping] = useState(imported.mapping);
  // What is recognised comes first and stays where it is while somebody chooses.
  const [order] = useState(() => inOrder(imported));
  const enough = mapping.handle !== undefined || mapping.title !== undefined || mapping.sku !== undefined;
  const pick = (header: string, field: Field | '') => {
    const rest = Object.fromEntries(Object.entries(mapping).filter(([known, fed]) => known !== field && fed !== header));
    setMapping(field ? { ...rest, [field]: header } : rest);
  };

  return (
    <>
      <div className="columns">
        <section className="card mapping">
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{words.column}</th>
                <th scope="col">{words.firstValue}</th>
                <th scope="col">{words.goesTo}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {order.map(({ header, first }) => (
                <ColumnRow
                  key={header}
                  header={header}
                  first={first}
                  field={fieldOf(mapping, header)}
                  guessed={fieldOf(imported.mapping, header)}
                  onPick={(field) => pick(header, field)}
                />
              ))}
            </tbody>
          </table>
        </section>
        <aside className="col g4">
          <section className="card pad">
            <h2 className="ell h3">{imported.fileName}</h2>
            <p className="sm m">{words.about(imported.rows, imported.headers.length, time(imported.createdAt, 'moment', language))}</p>
            <dl className="kv">
              <dt>{words.format}</dt>
              <dd>{words.formats[imported.format]}</dd>
              <dt>{words.key}</dt>
              <dd>{words.keyValue}</dd>
            </dl>
          </section>
          <Note tone="warn" icon={<PriceTag size={18} />}>
            <b className="b">{words.wasTitle}</b> {words.wasBody}
          </Note>
          {enough ? null : <Note tone="stop">{words.needOne}</Note>}
          <RefusedNote error={map.error} />
        </aside>
      </div>
      <Foot say={words.nothingYet} back={words.back} onBack={() => open(null)}>
        <Button tone="solid" busy={map.isPending} disabled={!enough} onClick={() => map.mutate(mapping, { onSuccess: onDone })}>
          {words.preview(imported.rows)}
        </Button>
      </Foot>
    </>
  );
}

function inOrder({ headers, firstValues, mapping }: Import): { header: string; first: string }[] {
  const all = headers.map((header, at) => ({ header, first: firstValues[at] ?? '' })).filter(({ header }) => header !== '');
  return [...all.filter(({ header }) => fieldOf(mapping, header) !== ''), ...all.filter(({ header }) => fieldOf(mapping, header) === '')];
}

const fieldOf = (mapping: Import['mapping'], header: string): Field | '' => IMPORT_FIELDS.find((field) => mapping[field] === header) ?? '';

function ColumnRow({
  header,
  first,
  field,
  guessed,
  onPick,
}: {
  header: string;
  first: string;
  field: Field | '';
  guessed: Field | '';
  onPick: (field: Field | '') => void;
}) {
  const words = useWords();
  return (
    <tr>
      <td className="b">{header}</td>
      <td className="mono m first">{first.slice(0, 60)}</td>
      <td>
        <span className={`inp ${field === '' ? 'none' : ''}`}>
          <select aria-label={words.goesToFor(header)} value={field} onChange={(event) => onPick(event.target.value as Field | '')}>
            <option value="">{words.leaveOut}</option>
            {IMPORT_FIELDS.map((known) => (
              <option key={known} value={known}>
                {words.fields[known]}
              </option>
            ))}
          </select>
        </span>
      </td>
      <td className="verdict">
        {field === 'compareAtPrice' ? (
          <Tag tone="warn">{words.computed}</Tag>
        ) : field !== '' && field === guessed ? (
          <Tag tone="proof">
            <Check size={13} /> {words.recognised}
          </Tag>
        ) : null}
      </td>
    </tr>
  );
}
